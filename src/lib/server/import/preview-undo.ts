import { planUndo } from '../../import/undo/plan-undo.ts';
import type { Piece, UndoOutcome, UndoProblem } from '../../import/undo.ts';
import { inCompany } from '../company-scope.ts';
import { readChanges } from './read-changes.ts';
import { readUndoFacts } from './read-undo-facts.ts';
import { findUndoProblem } from './undo-import.ts';

/** Outcomes of one piece: a few megabytes at most. */
export const pieceSize = 1000;

/** A piece of an undo's preview, or why there is none. */
export type UndoPreview =
	{ kind: 'piece'; piece: Piece<UndoOutcome> } | { kind: 'refused'; problem: UndoProblem };

/**
 * What an undo of an import would do now with the customers of its next rows (spec H2): exactly what `undoImport`
 * would, one piece after the other. A change between two pieces makes it refuse them together.
 *
 * @param afterRow the last piece's `next`; null for the first
 * @param now decides whether the import is too old
 */
export function previewUndo(
	companyId: string,
	importId: string,
	afterRow: number | null,
	now = new Date()
): Promise<UndoPreview> {
	return inCompany(companyId, async (transaction): Promise<UndoPreview> => {
		const problem = await findUndoProblem(transaction, companyId, importId, now);
		if (problem !== null) return { kind: 'refused', problem };
		const query = { afterRow, limit: pieceSize + 1, isStanding: true };
		const read = await readChanges(transaction, companyId, importId, query);
		if (read.length === 0 && afterRow === null)
			return { kind: 'refused', problem: { code: 'ALREADY_UNDONE' } };
		const changes = read.slice(0, pieceSize);
		const { outcomes } = planUndo(await readUndoFacts(transaction, companyId, importId, changes, false));
		const next = read.length > pieceSize ? (changes.at(-1)?.row ?? null) : null;
		return { kind: 'piece', piece: { items: outcomes, next } };
	});
}
