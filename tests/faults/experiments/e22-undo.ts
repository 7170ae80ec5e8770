import { addViolations, type Experiment, type ExperimentResult, type ExperimentSize } from '../experiment.ts';
import { type Instances, onInstances } from '../harness/instances.ts';
import { killDuring } from './e01-killed.ts';
import { repeatedUndo, repeatOn } from './e03-same-apply.ts';
import { cutDuring } from './e06-connection-cut.ts';
import { failDiskDuring } from './e08-disk-fails.ts';
import { nextUndo } from './tasks.ts';
import { crossUndos } from './undo-crossing.ts';
import { editAroundUndos } from './undo-edits.ts';

const kills = {
	short: { server: 0, PostgreSQL: 0, 'embedded engine': 1 },
	full: { server: 15, PostgreSQL: 8, 'embedded engine': 15 }
};
const diskRounds = { short: 0, full: 5 };
const editRounds = { short: 8, full: 120 };
const crossingRounds = { short: 3, full: 45 };

/** An undo among all that an import is among: killed, on a failing disk, cut off, repeated, edited around, crossed (spec H2). */
export const undo: Experiment = {
	id: 'E22',
	title: 'undo: killed, on a failing disk, cut at the n-th call, repeated, with edits around it, crossed',
	run: (size, seed) =>
		inParts({
			killed: () => killDuring({ next: nextUndo, rounds: kills }, size, seed),
			cut: () => cutDuring(['undo'], size),
			// Databases find deadlocks soon, so that there are as many as can be.
			'at once': () =>
				onInstances(2, (stage) => atOnce(stage, size, seed), { settings: ['deadlock_timeout=20ms'] }),
			// The short form of E08 fails the disk under the same way of writing.
			...(size === 'full' && {
				'disk fails': () => failDiskDuring({ next: nextUndo, rounds: diskRounds }, size, seed)
			})
		})
};

function atOnce(stage: Instances, size: ExperimentSize, seed: number): Promise<ExperimentResult> {
	return inParts({
		repeated: () => repeatOn(stage, 'imports.undo', repeatedUndo, size, seed),
		edits: () => editAroundUndos(stage, editRounds[size], seed),
		crossing: () => crossUndos(stage, crossingRounds[size], seed)
	});
}

/** Runs parts one after another as one experiment. */
async function inParts(
	parts: Readonly<Record<string, () => Promise<ExperimentResult>>>
): Promise<ExperimentResult> {
	const mustNever: Record<string, number> = {};
	const figures: ExperimentResult['figures'] = {};
	const reasons = new Set<string>();
	let rounds = 0;
	for (const [part, run] of Object.entries(parts)) {
		const result = await run();
		rounds += result.rounds;
		addViolations(mustNever, result.mustNever);
		for (const [name, value] of Object.entries(result.figures)) figures[`${part}: ${name}`] = value;
		if (result.skipped !== undefined) reasons.add(result.skipped);
	}
	const skipped = reasons.size > 0 ? { skipped: [...reasons].join(' ') } : {};
	return { rounds, mustNever, figures, ...skipped };
}
