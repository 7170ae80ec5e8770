import type { AppliedImport, ApplyRequest, RowsApplyRequest } from '../../../import/apply.ts';
import { errorFacts } from '../../error-facts.ts';
import { applyImport } from '../../import/apply-import.ts';
import { applyStruct, claimedRows, isConsistent } from '../../import/apply-struct.ts';
import { importLimits } from '../../import/import-limits.ts';
import { withColumns } from '../../import/row-objects.ts';
import { log } from '../../log.ts';
import { AppError, busySeconds } from '../app-error.ts';
import { parseInput, parserOf } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** Applies a previewed import, or refuses with an `ApplyProblem` (spec 3.7). Takes rows as columns or as objects. */
export const applyPlan = importerProcedure
	.input(parserOf<ApplyRequest | RowsApplyRequest, ApplyRequest>(parseApplyRequest))
	.mutation(async ({ ctx, input }): Promise<AppliedImport> => {
		const { staff, requestId } = ctx;
		const ids = { requestId, companyId: staff.company.id, userId: staff.userId, importId: input.importId };
		const result = await applyImport(staff, input);
		if (result.kind === 'refused') {
			log.info({ ...ids, code: result.problem.code }, 'import refused');
			throw new AppError(result.problem);
		}
		if (result.kind === 'busy') {
			log.warn(ids, 'import had to wait too long');
			throw new AppError('BUSY', busySeconds);
		}
		if (result.kind === 'unknown') {
			log.error({ ...ids, ...errorFacts(result.error) }, 'import may have been written');
			throw new AppError('OUTCOME_UNKNOWN', busySeconds);
		}
		const { created, updated, unchanged, durationMs } = result.import;
		log.info({ ...ids, created, updated, unchanged, durationMs }, 'import applied');
		return result.import;
	});

function parseApplyRequest(input: unknown): ApplyRequest {
	const limits = importLimits();
	const rows = claimedRows(input);
	if (rows !== null && rows > limits.maxRows) {
		throw new AppError({ code: 'TOO_MANY_ROWS', rows, maxRows: limits.maxRows });
	}
	const request = parseInput(applyStruct(limits))(withColumns(input));
	if (!isConsistent(request)) throw new AppError('BAD_INPUT');
	return request;
}
