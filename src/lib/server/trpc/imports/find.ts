import { object } from 'superstruct';
import type { AppliedImport } from '../../../import/apply.ts';
import { uuidStruct } from '../../import/common-structs.ts';
import { findImport } from '../../import/find-import.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** What an import did, or null: settles an apply whose answer got lost (spec A5). */
export const find = importerProcedure
	.input(parseInput(object({ importId: uuidStruct })))
	.query(async ({ ctx, input }): Promise<AppliedImport | null> => {
		const known = await findImport(ctx.staff.company.id, input.importId);
		return known?.applied ?? null;
	});
