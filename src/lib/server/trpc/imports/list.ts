import type { ImportPage } from '../../../import/history.ts';
import { findImports } from '../../history/find-imports.ts';
import { pageStruct } from '../../import/common-structs.ts';
import { inTime } from '../../in-time.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** Lines of one answer: the most that the list gives. */
const take = 200;

/** The next imports, newest first; those of one large file are one line (spec H1). */
export const list = importerProcedure
	.input(parseInput(pageStruct))
	.query(({ ctx, input: { cursor } }): Promise<ImportPage> => {
		const query = { take, ...(cursor !== null && { cursor }) };
		return inTime(findImports(ctx.staff.company.id, query), ctx.waitedMs);
	});
