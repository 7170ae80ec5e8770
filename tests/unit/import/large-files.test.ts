import { expect, test } from 'vitest';
import { checkFileRows } from '../../../src/lib/import/check/check-rows.ts';
import { clearEmptyCells } from '../../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../../src/lib/import/columns/match-headers.ts';
import { planImport } from '../../../src/lib/import/plan/plan-import.ts';
import { csvHeaderLine, csvLine } from '../../../src/lib/import/csv/write-csv.ts';
import { bytesOf, tableOf } from '../../support/core.ts';
import { generateCustomers } from '../../support/generate-customers.ts';

test('I2 the limits are configuration: 50,000 rows and 20 MB are planned exactly', () => {
	const customers = generateCustomers(50_000, 'full');
	const bytes = bytesOf(csvHeaderLine() + customers.map(csvLine).join(''));
	expect(bytes.length).toBeGreaterThan(19 * 1024 * 1024);

	const table = tableOf(bytes, {}, { maxBytes: 25 * 1024 * 1024, maxRows: 50_000 });
	const rows = checkFileRows(table, proposeMapping(table).mapping);
	const options = { emptyCells: clearEmptyCells };

	const first = planImport(rows, new Map(), options);
	expect(first.counts).toEqual({ create: 50_000, update: 0, unchanged: 0, issue: 0 });
	const created = first.outcomes.map((outcome) => (outcome.kind === 'create' ? outcome.customer : null));
	expect(created.findIndex((one, i) => JSON.stringify(one) !== JSON.stringify(customers[i]))).toBe(-1);

	// Every third is missing, every other third has another name.
	const existing = new Map(
		customers.flatMap((one, i) =>
			i % 3 === 0 ? [] : [[one.email, i % 3 === 1 ? { ...one, name: 'Before' } : one] as const]
		)
	);
	expect(planImport(rows, existing, options).counts).toEqual({
		create: 16_667,
		update: 16_667,
		unchanged: 16_666,
		issue: 0
	});
});
