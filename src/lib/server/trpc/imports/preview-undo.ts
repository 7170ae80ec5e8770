import type { Piece, UndoOutcome } from '../../../import/undo.ts';
import { inTime } from '../../in-time.ts';
import { previewUndo as planPiece } from '../../import/preview-undo.ts';
import { pieceStruct } from '../../import/undo-struct.ts';
import { AppError } from '../app-error.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** What an undo would do with the next thousand changes of an import, or an `UndoProblem` (spec H2). */
export const previewUndo = importerProcedure
	.input(parseInput(pieceStruct))
	.query(async ({ ctx, input }): Promise<Piece<UndoOutcome>> => {
		const planning = planPiece(ctx.staff.company.id, input.importId, input.afterRow);
		const preview = await inTime(planning, ctx.waitedMs);
		if (preview.kind === 'refused') throw new AppError(preview.problem);
		return preview.piece;
	});
