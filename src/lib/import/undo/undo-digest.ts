import { customerFacts, factsDigest, textDigest } from '../plan/digest.ts';
import type { UndoOutcome } from '../undo.ts';

/**
 * A digest of what an undo does with one customer: it differs when that does (spec A3, H2). Of a customer that is
 * kept it is the reason alone, since what it became meanwhile is not touched. 64 bits, as `rowDigest`.
 */
export function undoRowDigest(outcome: UndoOutcome): string {
	return factsDigest([outcome.kind, outcome.row, outcome.customerId, ...facts(outcome)]);
}

/**
 * The digest of a whole undo: the import and the outcome of every change that is not undone yet, in order.
 *
 * @param digest as that of `planDigest`
 */
export function undoDigest(importId: string, rowDigests: readonly string[], digest = textDigest): string {
	return digest(JSON.stringify([importId, rowDigests]));
}

function facts(outcome: UndoOutcome): unknown[] {
	switch (outcome.kind) {
		case 'restore':
			return [customerFacts(outcome.now), customerFacts(outcome.then)];
		case 'remove':
			return [customerFacts(outcome.now)];
		case 'keep': {
			const { reason } = outcome;
			return [reason.code, reason.code === 'LATER_IMPORT' ? reason.importId : null];
		}
	}
}
