import { object } from 'superstruct';
import type { RecordedImport } from '../../../import/history.ts';
import { findRecordedImport } from '../../history/find-recorded-import.ts';
import { uuidStruct } from '../../import/common-structs.ts';
import { inTime } from '../../in-time.ts';
import { AppError } from '../app-error.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** Everything about one import but its changes (spec H1). */
export const show = importerProcedure
	.input(parseInput(object({ importId: uuidStruct })))
	.query(async ({ ctx, input }): Promise<RecordedImport> => {
		const found = await inTime(findRecordedImport(ctx.staff.company.id, input.importId), ctx.waitedMs);
		if (found === null) throw new AppError({ code: 'IMPORT_NOT_FOUND' });
		return found;
	});
