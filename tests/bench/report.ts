import { readFileSync } from 'node:fs';
import os from 'node:os';
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
		const ratios = floors.map((floor) => ratio(time / (medians.get(floor) ?? Number.NaN)));
		return [name, time.toFixed(time < 10 ? 2 : 0), ...ratios];
	});
	return [
		`### ${title}`,
		'',
		note,
		'',
		row(['task', 'ms', ...letters.map((letter) => `÷ ${letter}`)]),
		row(['---', '--:', ...floors.map(() => '--:')]),
		...rows.map(row)
	].join('\n');
}

/** What was measured on what: without it the milliseconds mean nothing. */
export function surroundings(extra: string[]): string {
	const cpu = os.cpus()[0]?.model.trim() ?? 'unknown processor';
	const versions = ['papaparse', 'pg', 'prisma', '@electric-sql/pglite'].map(
		(name) => `${name} ${versionOf(name)}`
	);
	return [
		`- ${os.availableParallelism()} × ${cpu}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`,
		`- Node ${process.versions.node}, ${versions.join(', ')}`,
		...extra.map((line) => `- ${line}`)
	].join('\n');
}

function versionOf(name: string): string {
	const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
	return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function ratio(value: number): string {
	return value.toFixed(value < 10 ? 2 : 0);
}

function row(cells: string[]): string {
	return `| ${cells.join(' | ')} |`;
}
