import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Goal, WorseGoal } from './goal.ts';
import type { Medians } from './measure.ts';

/** The results of tasks that were measured in turn. */
export interface Section {
	title: string;
	note: string;
	medians: Medians;
	/** Names of the tasks that the others are compared with, one column each. */
	floors: string[];
}

/** A section as a Markdown table: milliseconds, and the ratio to each floor. */
export function sectionTable({ title, note, medians, floors }: Section): string {
	const letters = floors.map((_, index) => (index === 0 ? 'F' : 'P'));
	const rows = [...medians].map(([name, time]) => {
		const ratios = floors.map((floor) => ratioText(time / (medians.get(floor) ?? Number.NaN)));
		return [name, time.toFixed(time < 10 ? 2 : 0), ...ratios];
	});
	const header = ['task', 'ms', ...letters.map((letter) => `÷ ${letter}`)];
	const table = markdownTable(header, [1, 2, 3], rows);
	return [`### ${title}`, note, table].join('\n\n');
}

/** The table of goals in Markdown; with where and when each was measured, where that is known. */
export function goalTable(goals: readonly (Goal & { part?: string; date?: string })[]): string {
	const isDated = goals.some(({ part }) => part !== undefined);
	const rows = goals.map(({ what, goal, measured, ratio, met, part = '', date = '' }) => [
		what,
		goal,
		measured,
		ratioText(ratio),
		met ? 'met' : '**not met**',
		...(isDated ? [`${part}, ${date}`] : [])
	]);
	const header = ['what', 'goal', 'measured', 'ratio', 'met?', ...(isDated ? ['by'] : [])];
	return markdownTable(header, [1, 2, 3], rows);
}

/** What got worse since it was last written, as a list; empty where nothing did. */
export function worseList(worse: readonly WorseGoal[]): string {
	return worse
		.map(({ now, before }) => `- ${now.what}: ${ratioText(before.ratio)} → ${ratioText(now.ratio)}`)
		.join('\n');
}

/** What was measured on what: without it the milliseconds mean nothing. */
export function surroundings(extra: readonly string[]): string {
	const versions = ['papaparse', 'pg', 'prisma', '@electric-sql/pglite'].map(
		(name) => `${name} ${versionOf(name)}`
	);
	return [
		`- ${machine()}`,
		`- Node ${process.versions.node}, ${versions.join(', ')}`,
		...extra.map((line) => `- ${line}`)
	].join('\n');
}

/** The machine in one line. */
export function machine(): string {
	const cpu = os.cpus()[0]?.model.trim() ?? 'unknown processor';
	const memory = Math.round(os.totalmem() / 2 ** 30);
	return `${os.availableParallelism()} × ${cpu}, ${memory} GiB, ${os.type()} ${os.release()}`;
}

/** A time in the unit that fits it. */
export function duration(ms: number): string {
	if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
	return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

function versionOf(name: string): string {
	const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
	return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function ratioText(value: number): string {
	return value.toFixed(value < 10 ? 2 : 0);
}

/** @param numbers the columns that hold numbers */
export function markdownTable(
	header: string[],
	numbers: readonly number[],
	rows: readonly string[][]
): string {
	const line = header.map((_, column) => (numbers.includes(column) ? '--:' : '---'));
	return [header, line, ...rows].map(row).join('\n');
}

function row(cells: string[]): string {
	return `| ${cells.join(' | ')} |`;
}
