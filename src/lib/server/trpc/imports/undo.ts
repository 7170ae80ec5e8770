import type { AppliedUndo, UndoRequest } from '../../../import/undo.ts';
import { errorFacts } from '../../error-facts.ts';
import { undoImport } from '../../import/undo-import.ts';
import { isConsistentUndo, undoStruct } from '../../import/undo-struct.ts';
import { log } from '../../log.ts';
import { AppError, busySeconds } from '../app-error.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** Undoes an import as it was previewed, or refuses with an `UndoProblem` (spec H2). */
export const undo = importerProcedure
	.input(parseUndoRequest)
	.mutation(async ({ ctx, input }): Promise<AppliedUndo> => {
		const { staff, requestId } = ctx;
		const { importId, undoId } = input;
		const ids = { requestId, companyId: staff.company.id, userId: staff.userId, importId, undoId };
		const result = await undoImport(staff, input);
		if (result.kind === 'refused') {
			log.info({ ...ids, code: result.problem.code }, 'undo refused');
			throw new AppError(result.problem);
		}
		if (result.kind === 'busy') {
			log.warn(ids, 'undo had to wait too long');
			throw new AppError('BUSY', busySeconds);
		}
		if (result.kind === 'unknown') {
			log.error({ ...ids, ...errorFacts(result.error) }, 'undo may have been written');
			throw new AppError('OUTCOME_UNKNOWN', busySeconds);
		}
		const { restored, removed, kept, durationMs } = result.undo;
		log.info({ ...ids, restored, removed, kept, durationMs }, 'import undone');
		return result.undo;
	});

function parseUndoRequest(input: unknown): UndoRequest {
	const request = parseInput(undoStruct)(input);
	if (!isConsistentUndo(request)) throw new AppError('BAD_INPUT');
	return request;
}
