import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { type Goal, type WorseGoal, worseGoals } from './goal.ts';
import { goalTable, machine } from './report.ts';

/** What was last written of one part, by a program for programs. */
interface WrittenPart {
	machine: string;
	goals: WrittenGoal[];
}

/** With the day of its measurement, ISO 8601. */
type WrittenGoal = Goal & { date: string };

const readme = new URL('./README.md', import.meta.url);
const results = new URL('./results.json', import.meta.url);

/** The lines of a part that got worse by more than a quarter since they were last written. */
export function worseThanWritten(part: string, goals: readonly Goal[]): WorseGoal[] {
	return worseGoals(goals, readResults()[part]?.goals ?? []);
}

/**
 * Writes a part's details into its block of README.md, its goals into results.json, and the table of all parts' goals,
 * each as last written, to the top of README.md.
 *
 * @param writer the command that writes it
 * @param isWhole whether all sizes were measured; if not, the other sizes' goals stay as they were
 */
export async function writePart(
	part: string,
	writer: string,
	{ goals, details, isWhole }: { goals: readonly Goal[]; details: string; isWhole: boolean }
): Promise<void> {
	const before = readResults();
	const measured = new Set(goals.map(({ what }) => what));
	const others = isWhole ? [] : (before[part]?.goals ?? []);
	const kept = others.filter(({ what }) => !measured.has(what));
	const date = new Date().toISOString().slice(0, 10);
	const written = goals.map((goal) => ({ ...goal, date }));
	const all = { ...before, [part]: { machine: machine(), goals: [...written, ...kept] } };
	writeFileSync(results, await format(JSON.stringify(all), { parser: 'json', useTabs: true }));
	await writeBlock(part, writer, details);
	await writeBlock('goals', 'each command below that has --write', allGoals(all));
}

/** Puts a text into its block of README.md; at the end, where there is no such block yet. */
export async function writeBlock(name: string, writer: string, content: string): Promise<void> {
	const text = withBlock(readFileSync(readme, 'utf8'), name, writer, content);
	writeFileSync(readme, await format(text, { parser: 'markdown' }));
}

/** A text with other content in one of its marked blocks, which is added to its end where it has none of that name. */
export function withBlock(text: string, name: string, writer: string, content: string): string {
	const end = `<!-- end of ${name} -->`;
	const block = `<!-- ${name}: written by ${writer} -->\n\n${content}\n\n${end}`;
	const start = text.indexOf(`<!-- ${name}: written by `);
	if (start === -1) return `${text.trimEnd()}\n\n${block}\n`;
	const after = text.indexOf(end, start);
	return text.slice(0, start) + block + (after === -1 ? '\n' : text.slice(after + end.length));
}

function allGoals(parts: Record<string, WrittenPart>): string {
	const lines = Object.entries(parts).flatMap(([part, { goals }]) =>
		goals.map((goal) => ({ ...goal, part }))
	);
	const met = lines.filter((line) => line.met).length;
	return [`${met} of ${lines.length} goals are met.`, '', goalTable(lines)].join('\n');
}

function readResults(): Record<string, WrittenPart> {
	if (!existsSync(results)) return {};
	return JSON.parse(readFileSync(results, 'utf8')) as Record<string, WrittenPart>;
}
