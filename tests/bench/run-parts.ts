import type { Goal, WorseGoal } from './goal.ts';
import { goalTable, surroundings, worseList } from './report.ts';
import { worseThanWritten, writePart } from './results.ts';

/** Measurements that belong together: they are chosen, run and written together. */
export interface Part {
	/** By which it is chosen on the command line, and under which it is written. */
	name: string;
	title: string;
	/** What runs it alone, and takes `--write` after another word: `npm run bench -- core`, `npm run bench:page --`. */
	command: string;
	/** @param chosen the rest of the command line, such as `--rows=5000` */
	run: (chosen: PartOptions) => Promise<PartResult>;
}

/** What a command line may choose within parts. */
export interface PartOptions {
	/** Whether a size is measured: all are, unless `--rows=` names some. */
	hasSize: (rows: number) => boolean;
}

/** What a part found. */
export interface PartResult {
	/** The lines of the table of goals. */
	goals: Goal[];
	/** The details, in Markdown, each with a heading of the third level or none. */
	sections: string[];
	/** What else it was measured on: engines, browser. */
	surroundings?: string[];
}

/**
 * Runs parts one after the other, prints the details of each, and in the end one table of goals and what got worse by
 * more than a quarter since it was last written. Of the command line, names choose parts, `--rows=5000,50000` sizes,
 * and `--write` writes README.md and results.json.
 *
 * @throws Error for a name that no part has
 */
export async function runParts(parts: readonly Part[], command: readonly string[]): Promise<void> {
	const names = command.filter((word) => !word.startsWith('--'));
	const unknown = names.find((name) => !parts.some((part) => part.name === name));
	if (unknown !== undefined)
		throw new Error(`There is no part ${unknown}, but ${parts.map(({ name }) => name).join(', ')}.`);
	const chosen = parts.filter(({ name }) => names.length === 0 || names.includes(name));
	const isWhole = !command.some((word) => word.startsWith('--rows='));
	const goals: Goal[] = [];
	const worse: WorseGoal[] = [];
	for (const part of chosen) {
		const result = await part.run({ hasSize: chosenSizes(command) });
		const day = new Date().toISOString().slice(0, 10);
		const details = [
			`## ${part.title}, ${day}`,
			surroundings(result.surroundings ?? []),
			...result.sections
		].join('\n\n');
		console.log(`${details}\n`);
		goals.push(...result.goals);
		worse.push(...worseThanWritten(part.name, result.goals));
		if (command.includes('--write')) {
			const { goals: found } = result;
			await writePart(part.name, `${part.command} --write`, { goals: found, details, isWhole });
		}
	}
	console.log(`## Goals\n\n${goalTable(goals)}\n`);
	if (worse.length > 0)
		console.log(`## Worse than last time by more than a quarter: to explain\n\n${worseList(worse)}\n`);
}

function chosenSizes(command: readonly string[]): PartOptions['hasSize'] {
	const sizes = command.find((word) => word.startsWith('--rows='))?.slice('--rows='.length);
	if (sizes === undefined) return () => true;
	const wanted = new Set(sizes.split(',').map(Number));
	return (rows) => wanted.has(rows);
}
