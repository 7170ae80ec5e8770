import type { UndoOutcome, UndoRequest } from '../undo.ts';
import { undoDigest, undoRowDigest } from './undo-digest.ts';

/**
 * What to send to undo an import as it was previewed (spec H2).
 *
 * @param undoId made anew for each preview
 * @param outcomes all of the preview, by row
 */
export function makeUndoRequest(
	importId: string,
	undoId: string,
	outcomes: readonly UndoOutcome[]
): UndoRequest {
	const rowDigests = outcomes.map(undoRowDigest);
	return { importId, undoId, digest: undoDigest(importId, rowDigests), rowDigests };
}
