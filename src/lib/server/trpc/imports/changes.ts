import type { Piece, RecordedChange } from '../../../import/undo.ts';
import { findChanges } from '../../history/find-changes.ts';
import { inTime } from '../../in-time.ts';
import { pieceStruct } from '../../import/undo-struct.ts';
import { AppError } from '../app-error.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** What an import did to its next thousand customers (spec H1). */
export const changes = importerProcedure
	.input(parseInput(pieceStruct))
	.query(async ({ ctx, input }): Promise<Piece<RecordedChange>> => {
		const finding = findChanges(ctx.staff.company.id, input.importId, input.afterRow);
		const piece = await inTime(finding, ctx.waitedMs);
		if (piece === null) throw new AppError({ code: 'IMPORT_NOT_FOUND' });
		return piece;
	});
