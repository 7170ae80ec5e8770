import { fc, test as property } from '@fast-check/vitest';
import Papa from 'papaparse';
import { describe, expect } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { fieldNames } from '../../../src/lib/customer/customer.ts';
import { checkFileRows, checkSubmittedRows } from '../../../src/lib/import/check/check-rows.ts';
import { rowDigest } from '../../../src/lib/import/plan/digest.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { clearEmptyCells, type EmptyCells } from '../../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../../src/lib/import/columns/match-headers.ts';
import { planImport } from '../../../src/lib/import/plan/plan-import.ts';
import { readCsv } from '../../../src/lib/import/read/read-csv.ts';
import { csvHeaderLine, csvLine } from '../../../src/lib/import/csv/write-csv.ts';
import { arbitraryCustomers, arbitraryEmail } from '../../support/arbitrary-customer.ts';
import { planOf, tableOf } from '../../support/core.ts';
import { rowsOf } from '../../support/rows-of.ts';

function exportOf(customers: readonly Customer[]): string {
	return csvHeaderLine() + customers.map(csvLine).join('');
}

const emptyCells = fc.record<EmptyCells>(
	Object.fromEntries(fieldNames.map((field) => [field, fc.constantFrom('clear', 'keep')])) as never
);

// Rows as another system writes them: some readable, some not, in any columns.
const cell = fc.oneof(
	arbitraryEmail(),
	fc.constantFrom(
		'',
		' ',
		'5',
		'12.5',
		'-3',
		'blocked',
		'ACTIVE',
		'CA',
		"'=1",
		'=1',
		'a\r\nb',
		'\0',
		'\ud800',
		'ann@x.co',
		'ANN@x.co'
	),
	fc.string({ unit: 'binary' })
);
const rows = fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 1, maxLength: 12 });

function fileOf(cells: string[][]): string {
	return Papa.unparse([['email', 'name', 'status', 'notes', 'creditLimit'], ...cells], { quotes: true });
}

describe('E3 round trip', () => {
	property.prop([arbitraryCustomers().filter((customers) => customers.length > 0)], { numRuns: 500 })(
		'import(export(any customers)) is all unchanged',
		(customers) => {
			const plan = planOf(exportOf(customers), customers);
			expect(plan.counts).toEqual({ create: 0, update: 0, unchanged: customers.length, issue: 0 });
		}
	);

	property.prop([arbitraryCustomers().filter((customers) => customers.length > 0)], { numRuns: 300 })(
		'into an empty company it makes the same customers',
		(customers) => {
			const created = planOf(exportOf(customers)).outcomes.map((outcome) =>
				outcome.kind === 'create' ? outcome.customer : outcome
			);
			expect(created).toEqual(customers);
		}
	);

	property.prop([arbitraryCustomers().filter((customers) => customers.length > 0)])(
		'also when a spreadsheet has saved it with semicolons and money without trailing zeros',
		(customers) => {
			const saved = Papa.parse<string[]>(exportOf(customers).slice(1), { delimiter: ',', newline: '\r\n' })
				.data.slice(0, -1)
				.map((row, i) =>
					i === 0
						? row
						: [
								...row.slice(0, 4),
								(row[4] ?? '').replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros))
							]
				);
			const plan = planOf(Papa.unparse(saved, { delimiter: ';', newline: '\r\n' }), customers);
			expect(plan.counts.unchanged).toBe(customers.length);
		}
	);
});

describe('a plan is what it says', () => {
	property.prop([rows, arbitraryCustomers(), emptyCells], { numRuns: 300 })(
		"S1 the plan of the plan's result is all unchanged",
		(cells, customers, options) => {
			const file = fileOf(cells);
			const table = tableOf(file, { firstRow: 'header' });
			const checked = checkFileRows(table, proposeMapping(table).mapping);
			const existing = new Map(customers.map((customer) => [customer.email, customer]));
			const plan = planImport(checked, existing, { emptyCells: options });
			for (const outcome of plan.outcomes) {
				if (outcome.kind === 'create') existing.set(outcome.customer.email, outcome.customer);
				if (outcome.kind === 'update') existing.set(outcome.after.email, outcome.after);
			}
			const again = planImport(checked, existing, { emptyCells: options });
			const { create, update, unchanged, issue } = plan.counts;
			expect(again.counts).toEqual({ create: 0, update: 0, unchanged: create + update + unchanged, issue });
		}
	);

	property.prop([rows, arbitraryCustomers(), emptyCells], { numRuns: 300 })(
		'A1, E14 browser and server agree on any rows',
		(cells, customers, options) => {
			const table = tableOf(fileOf(cells), { firstRow: 'header' });
			const checked = checkFileRows(table, proposeMapping(table).mapping);
			const existing = new Map(customers.map((customer) => [customer.email, customer]));
			const shown = planImport(checked, existing, { emptyCells: options });
			// What has an issue is never sent; the rest goes as stored values.
			const sent = shown.outcomes.flatMap((outcome, i) => (outcome.kind === 'issue' ? [] : [i]));
			const submitted = checkSubmittedRows(
				sent.map((i) => table.rowNumbers[i] ?? 0),
				Object.fromEntries(
					fieldNames.map((field) => [field, sent.map((i) => checked.columns[field]?.value(i) ?? null)])
				)
			);
			const applied = planImport(submitted, existing, { emptyCells: options });
			expect(applied.issues).toEqual([]);
			expect(applied.outcomes.map(rowDigest)).toEqual(sent.map((i) => rowDigest(shown.outcomes[i] as never)));
		}
	);
});

property.prop([fc.uint8Array({ maxLength: 400 }), fc.boolean()], { numRuns: 500 })(
	'E13 any bytes end in a table or a plain problem',
	(bytes, withHeader) => {
		const file = withHeader
			? Uint8Array.from([...new TextEncoder().encode('email,name\n'), ...bytes])
			: bytes;
		expect(readCsv(file, {}, defaultLimits).kind).toMatch(/^(?:table|unreadable)$/);
	}
);

property.prop([rows])('planning changes neither rows nor customers', (cells) => {
	const table = tableOf(fileOf(cells), { firstRow: 'header' });
	const before = rowsOf(table);
	const customers = Object.freeze([
		Object.freeze({
			email: 'ann@x.co',
			name: 'A',
			status: 'BLOCKED' as const,
			notes: null,
			creditLimit: null
		})
	]);
	planImport(
		checkFileRows(table, proposeMapping(table).mapping),
		new Map(customers.map((one) => [one.email, one])),
		{
			emptyCells: clearEmptyCells
		}
	);
	expect(rowsOf(table)).toEqual(before);
});
