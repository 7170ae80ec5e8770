import { object } from 'superstruct';
import type { AppliedImport } from '../../../import/apply.ts';
import { isLockTimeout } from '../../error-facts.ts';
import { uuidStruct } from '../../import/common-structs.ts';
import { findImport } from '../../import/find-import.ts';
import { AppError, busySeconds } from '../app-error.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** What an import did, or null when it was not written: settles an apply whose answer got lost (spec A5). */
export const find = importerProcedure
	.input(parseInput(object({ importId: uuidStruct })))
	.query(async ({ ctx, input }): Promise<AppliedImport | null> => {
		const found = await findImport(ctx.staff.company.id, input.importId).catch((error: unknown) => {
			throw isLockTimeout(error) ? new AppError('BUSY', busySeconds) : error;
		});
		if (found.kind === 'busy') throw new AppError('BUSY', busySeconds);
		return found.value?.applied ?? null;
	});
