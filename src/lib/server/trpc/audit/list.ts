import type { AuditRecords } from '../../../import/audit.ts';
import { listAuditEntries } from '../../audit/find-audit-entries.ts';
import { pageStruct } from '../../import/common-structs.ts';
import { inTime } from '../../in-time.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

/** The next entries of the audit log, newest first (spec D3). */
export const list = importerProcedure
	.input(parseInput(pageStruct))
	.query(({ ctx, input }): Promise<AuditRecords> =>
		inTime(listAuditEntries(ctx.staff.company.id, input.cursor), ctx.waitedMs)
	);
