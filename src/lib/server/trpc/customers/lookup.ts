import { define, object } from 'superstruct';
import { type CustomerColumns, toColumns } from '../../../customer/customer-columns.ts';
import type { PlanUsage } from '../../../customer/plan-limit.ts';
import { inCompany } from '../../company-scope.ts';
import { inTime } from '../../in-time.ts';
import { isStoredEmail } from '../../import/common-structs.ts';
import { importLimits } from '../../import/import-limits.ts';
import { readExisting } from '../../import/read-existing.ts';
import { readPlanUsage } from '../../plan/plan-usage.ts';
import { parseInput } from '../parse-input.ts';
import { importerProcedure } from '../trpc.ts';

const emailsStruct = define<string[]>(
	'stored emails',
	(value) => Array.isArray(value) && value.length <= importLimits().maxRows && value.every(isStoredEmail)
);

/** The customers that have an address of the file, as columns of five fields, and the plan's usage (spec I4, W6). */
export const lookup = importerProcedure
	.input(parseInput(object({ emails: emailsStruct })))
	.query(async ({ ctx, input }): Promise<{ customers: CustomerColumns; usage: PlanUsage }> => {
		const companyId = ctx.staff.company.id;
		const reading = inCompany(companyId, async (transaction) => {
			const found = await readExisting(transaction, companyId, input.emails);
			const { allowed, present } = await readPlanUsage(transaction, companyId);
			return { customers: toColumns(found), usage: { allowed, present } };
		});
		return await inTime(reading, ctx.waitedMs);
	});
