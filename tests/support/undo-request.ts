import { randomUUID } from 'node:crypto';
import type { UndoOutcome, UndoRequest } from '../../src/lib/import/undo.ts';
import { makeUndoRequest } from '../../src/lib/import/undo/make-undo-request.ts';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';
import { callAs } from './companies.ts';

/** The whole preview of an undo, as the browser puts it together from its pieces. */
export async function previewOf(staff: StaffMember, importId: string): Promise<UndoOutcome[]> {
	const outcomes: UndoOutcome[] = [];
	let afterRow: number | null = null;
	do {
		const piece = await callAs(staff).imports.previewUndo({ importId, afterRow });
		outcomes.push(...piece.items);
		afterRow = piece.next;
	} while (afterRow !== null);
	return outcomes;
}

/** The request that the browser would send for an undo, had its preview been made now. */
export async function undoRequest(
	staff: StaffMember,
	importId: string,
	undoId: string = randomUUID()
): Promise<UndoRequest> {
	return makeUndoRequest(importId, undoId, await previewOf(staff, importId));
}
