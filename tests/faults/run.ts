/**
 * `npm run test:faults`: runs the experiments in their full form; `npm test` runs the short one.
 *
 *     tsx tests/faults/run.ts [--full] [--only E01,E07] [--seed 7] [--write]
 *
 * Ends with 1 when anything happened that must never happen. `--write` puts the figures into README.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildApplication, generateClient } from '../../prisma/start/freshness.ts';
import type { ExperimentSize } from './experiment.ts';
import { experiments } from './experiments.ts';
import { type Outcome, outcomeLines, resultTable, toReport, writeReadme } from './report.ts';

const reportFolder = new URL('../../test-results/reports/', import.meta.url);

const { values } = parseArgs({
	options: {
		full: { type: 'boolean', default: false },
		only: { type: 'string' },
		seed: { type: 'string', default: '1' },
		write: { type: 'boolean', default: false }
	}
});
const size: ExperimentSize = values.full ? 'full' : 'short';
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) throw new Error('--seed takes a whole number.');
const wanted = values.only?.split(',');
const chosen = experiments.filter(({ id }) => wanted?.includes(id) ?? true);
if (chosen.length === 0) throw new Error(`There is no experiment ${values.only ?? ''}.`);

await generateClient();
await buildApplication();
const outcomes: Outcome[] = [];
for (const { id, title, run } of chosen) {
	process.stdout.write(`\n${id} ${title}\n`);
	const start = performance.now();
	let outcome: Outcome;
	try {
		const result = await run(size, seed);
		outcome = { id, title, kind: 'ran', result, seconds: (performance.now() - start) / 1000 };
	} catch (error) {
		const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
		outcome = { id, title, kind: 'broke', reason, seconds: (performance.now() - start) / 1000 };
	}
	outcomes.push(outcome);
	process.stdout.write(`${outcomeLines(outcome)}\n`);
}

process.stdout.write(`\n${resultTable(outcomes)}\n`);
const report = toReport(outcomes);
mkdirSync(reportFolder, { recursive: true });
writeFileSync(new URL('faults.json', reportFolder), `${JSON.stringify(report, null, '\t')}\n`);
if (values.write) await writeReadme(outcomes, size, seed);
// Pools and sockets of an experiment that broke must not keep this process.
process.exit(report.failed > 0 ? 1 : 0);
