import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { format } from 'prettier';
import type { TestCount } from '../support/test-reports.ts';
import type { ExperimentResult, ExperimentSize } from './experiment.ts';

/** What came of an experiment. */
export type Outcome = { id: string; title: string; seconds: number } & (
	| { kind: 'ran'; result: ExperimentResult }
	/** It could not be carried to its end, which is a failure too. */
	| { kind: 'broke'; reason: string }
);

const readme = new URL('./README.md', import.meta.url);
const resultStart = '<!-- result: written by npm run test:faults -- --write -->';

/** Passed, failed or skipped, one for each experiment. */
export function toReport(outcomes: readonly Outcome[]): TestCount {
	const count: TestCount = { passed: 0, failed: 0, skipped: 0 };
	for (const outcome of outcomes) count[verdict(outcome)]++;
	return count;
}

/** What a person watching is told of one experiment. */
export function outcomeLines(outcome: Outcome): string {
	const mark = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' }[verdict(outcome)];
	const lines = [`  ${mark} in ${outcome.seconds.toFixed(1)} s`];
	if (outcome.kind === 'broke') return [...lines, `  ${outcome.reason}`].join('\n');
	const { rounds, figures, mustNever, skipped } = outcome.result;
	lines.push(`  rounds: ${rounds}`);
	for (const [name, value] of Object.entries(figures)) lines.push(`  ${name}: ${value}`);
	for (const [name, count] of Object.entries(mustNever)) {
		if (count > 0) lines.push(`  MUST NEVER: ${name}: ${count}`);
	}
	if (skipped !== undefined) lines.push(`  ${skipped}`);
	return lines.join('\n');
}

/** All experiments as a Markdown table. */
export function resultTable(outcomes: readonly Outcome[]): string {
	return [
		'| experiment | rounds | measured | must never happen | s |',
		'| --- | --: | --- | --- | --: |',
		...outcomes.map(resultRow)
	].join('\n');
}

/** Puts the dated table below the explanation in README.md. */
export async function writeReadme(
	outcomes: readonly Outcome[],
	size: ExperimentSize,
	seed: number
): Promise<void> {
	const [explanation = ''] = readFileSync(readme, 'utf8').split(resultStart);
	const cpu = os.cpus()[0]?.model.trim() ?? 'unknown processor';
	const surroundings = `${os.availableParallelism()} × ${cpu}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}, Node ${process.versions.node}`;
	const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
	const text = [
		explanation + resultStart,
		`## ${new Date().toISOString().slice(0, 10)}, the ${size} form`,
		`${surroundings}. Seed ${seed}. ${(seconds / 60).toFixed(1)} minutes in all.`,
		resultTable(outcomes)
	].join('\n\n');
	writeFileSync(readme, await format(`${text}\n`, { parser: 'markdown' }));
}

function verdict(outcome: Outcome): keyof TestCount {
	if (outcome.kind === 'broke') return 'failed';
	const { mustNever, skipped } = outcome.result;
	if (Object.values(mustNever).some((count) => count !== 0)) return 'failed';
	return skipped === undefined ? 'passed' : 'skipped';
}

function resultRow(outcome: Outcome): string {
	const { id, title, seconds } = outcome;
	const time = seconds.toFixed(0);
	if (outcome.kind === 'broke') return `| ${id} ${title} | | broke off | | ${time} |`;
	const { rounds, figures, mustNever, skipped } = outcome.result;
	const measured = Object.entries(figures).map(([name, value]) => `${name}: ${value}`);
	if (skipped !== undefined) measured.push(`skipped: ${skipped}`);
	const never = Object.entries(mustNever).map(([name, count]) => `${name}: **${count}**`);
	return `| ${id} ${title} | ${rounds} | ${measured.join('<br>')} | ${never.join('<br>')} | ${time} |`;
}
