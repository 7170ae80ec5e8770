import { type Goal, atLeast, atMost } from './goal.ts';
import { startCoreBrowser } from './core-browser.ts';
import { type CoreFile, type CoreTimes, makeFile, stepNames, steps, timeCore } from './core-times.ts';
import { readPlan } from './core-steps.ts';
import { collectGarbage, keptBytes } from './heap.ts';
import { duration, sectionTable } from './report.ts';
import type { Part, PartOptions, PartResult } from './run-parts.ts';

const files: CoreFile[] = [
	{ rows: 5000, size: 'lean' },
	{ rows: 5000, size: 'full' },
	{ rows: 50_000, size: 'lean' },
	{ rows: 50_000, size: 'full' },
	{ rows: 500_000, size: 'lean' },
	{ rows: 500_000, size: 'full' },
	{ rows: 1_000_000, size: 'lean' }
];
/** Node runs the same code; it is asked for what a reader of its profiles needs. */
const longestInNode = 50_000;
const memoryRows = 500_000;

/** The core: from bytes to plan, from another mapping to plan. Its goals are those of Chromium's worker. */
export const corePart: Part = {
	name: 'core',
	title: 'Core',
	command: 'npm run bench -- core',
	run: benchCore
};

async function benchCore({ hasSize }: PartOptions): Promise<PartResult> {
	const chosen = files.filter(({ rows }) => hasSize(rows));
	const browser = await startCoreBrowser();
	const inChromium: CoreTimes[] = [];
	try {
		for (const file of chosen) inChromium.push(await browser.time(file));
	} finally {
		await browser.stop();
	}
	const inNode: CoreTimes[] = [];
	for (const file of chosen) {
		if (file.rows <= longestInNode) inNode.push(await timeCore(file, collectGarbage));
	}
	const goals = [...inChromium.flatMap(stepGoals), ...growthGoals(inChromium)];
	if (hasSize(memoryRows)) goals.push(memoryGoal());
	return {
		goals,
		sections: [
			...inChromium.map((times) => section(times, 'in a worker of Chromium')),
			...inNode.map((times) => section(times, 'in Node'))
		],
		surroundings: [`Chromium ${browser.version}, headless`]
	};
}

function stepGoals({ rows, size, times }: CoreTimes): Goal[] {
	const name = `${rows.toLocaleString('en')} ${size} rows`;
	const goals: Goal[] = [];
	// What is promised ends at 500,000 rows; of more, only the growth counts.
	if (rows > 500_000) return goals;
	if (rows > 5000 || size === 'lean') {
		const limit = rows > 5000 ? 2.5 : 5;
		goals.push(
			atMost(limit, 'F', {
				what: `file → plan, ${name}`,
				measured: `${duration(times.plan)}, F ${duration(times.floor)}`,
				ratio: times.plan / times.floor
			})
		);
	}
	if (rows > 5000) {
		goals.push(
			atLeast(25, '× faster than reading again', {
				what: `remap of the notes, ${name}`,
				measured: `${duration(times.remapNotes)}, ${duration(times.plan)}`,
				ratio: times.plan / times.remapNotes
			}),
			atMost(1, '× the first pass', {
				what: `remap of the email, ${name}`,
				measured: `${duration(times.remapEmail)}, ${duration(times.plan)}`,
				ratio: times.remapEmail / times.plan
			})
		);
	}
	return goals;
}

function growthGoals(all: readonly CoreTimes[]): Goal[] {
	function planOf(rows: number): number | undefined {
		return all.find((times) => times.rows === rows && times.size === 'lean')?.times.plan;
	}
	function growth(limit: number, more: number, fewer: number): Goal[] {
		const [long, short] = [planOf(more), planOf(fewer)];
		if (long === undefined || short === undefined) return [];
		const [moreRows, fewerRows] = [more, fewer].map((rows) => rows.toLocaleString('en'));
		return [
			atMost(limit, `× ${fewerRows}`, {
				what: `growth of file → plan to ${moreRows} lean rows`,
				measured: `${duration(long)}, ${duration(short)}`,
				ratio: long / short
			})
		];
	}
	return [...growth(15, 500_000, 50_000), ...growth(2.3, 1_000_000, 500_000)];
}

/** What the worker keeps of a file: its bytes and everything made of it, not the customers that were looked up. */
function memoryGoal(): Goal {
	const { bytes, existing } = makeFile({ rows: memoryRows, size: 'lean' });
	const before = keptBytes();
	const review = readPlan(bytes, existing);
	const kept = keptBytes() - before + bytes.length;
	// Asked for after the memory is, so that it is still kept by then.
	const { create } = review.plan.counts;
	return atMost(2.5, '× the file', {
		what: `memory that the core keeps, ${memoryRows.toLocaleString('en')} lean rows (in Node)`,
		measured: `${mebibytes(kept)} of ${mebibytes(bytes.length)}, ${create.toLocaleString('en')} to create`,
		ratio: kept / bytes.length
	});
}

function section({ rows, size, bytes, counts, rounds, times }: CoreTimes, where: string): string {
	const { create, update, unchanged } = counts;
	const medians = stepNames.flatMap((name) => {
		const time = times[name];
		return time === undefined ? [] : [[steps[name], time] as const];
	});
	return sectionTable({
		title: `Core, ${rows.toLocaleString('en')} ${size} rows, ${mebibytes(bytes)}, warm, ${where}`,
		note: `${create} to create, ${update} to update, ${unchanged} unchanged; medians of ${rounds} rounds.`,
		medians: new Map(medians),
		floors: [steps.floor, steps.papaparse]
	});
}

function mebibytes(bytes: number): string {
	const amount = bytes / 2 ** 20;
	return `${amount.toFixed(amount < 10 ? 1 : 0)} MiB`;
}
