import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFileRows } from '../../../src/lib/import/check/check-rows.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { clearEmptyCells } from '../../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../../src/lib/import/columns/match-headers.ts';
import { planImport } from '../../../src/lib/import/plan/plan-import.ts';
import { readCsv } from '../../../src/lib/import/read/read-csv.ts';
import { projectFolder } from '../../../prisma/run-tool.ts';
import { demoCsv, demoCsvCounts } from '../../../prisma/seed/demo-csv.ts';
import { acmeCustomers } from '../../../prisma/seed/demo-customers.ts';

describe('the demo file', () => {
	it('in static/ is the one that the seed makes (npm run demo-csv)', () => {
		expect(readFileSync(join(projectFolder, 'static/customers-demo.csv'), 'utf8')).toBe(demoCsv());
	});

	it('shows creates, updates, unchanged rows and losses when it is imported into the fresh demo company', () => {
		const read = readCsv(Buffer.from(demoCsv()), {}, defaultLimits);
		if (read.kind !== 'table') throw new Error(read.problem.code);
		const { mapping } = proposeMapping(read.table);
		expect(mapping).toEqual({ email: 0, name: 1, status: 2, notes: 3, creditLimit: 4 });

		const existing = new Map(acmeCustomers().map((customer) => [customer.email, customer]));
		const options = { emptyCells: clearEmptyCells };
		const { counts, losses } = planImport(checkFileRows(read.table, mapping), existing, options);
		expect(counts).toEqual({ ...demoCsvCounts, issue: 0 });
		expect(losses).toEqual({
			namesRemoved: 0,
			notesRemoved: 1,
			creditLimitsRemoved: 1,
			customersUnblocked: 1
		});
	});
});
