import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toColumns } from '../../../../src/lib/customer/customer-columns.ts';
import { type Customer, type FieldName, fieldNames } from '../../../../src/lib/customer/customer.ts';
import { checkFileRows, checkSubmittedRows } from '../../../../src/lib/import/check/check-rows.ts';
import { clearEmptyCells, type EmptyCells, noMapping } from '../../../../src/lib/import/mapping.ts';
import { PackedCustomers } from '../../../../src/lib/import/plan/packed-customers.ts';
import { planImport } from '../../../../src/lib/import/plan/plan-import.ts';
import type { ImportPlan } from '../../../../src/lib/import/plan.ts';
import { customer, tableOf } from '../../../support/core.ts';

const mapping = { ...noMapping, email: 0, name: 1, status: 2, notes: 3, creditLimit: 4 };

const emails = ['ann@x.co', 'ben@x.co', 'cem@x.co', 'dee@x.co', 'eve@much-longer.example.com'];
// As files and databases write them: alike but for what does not count, and for what does.
const texts = [
	'',
	' ',
	'Ann',
	' Ann',
	'Ann ',
	'Anna',
	'Café',
	'Café\u00a0',
	'say "hi"',
	'say ""hi""',
	'"',
	'a\r\nb',
	'a\nb',
	'a\rb',
	'a\r\nc',
	"'=1",
	'=1',
	"'Ann",
	'x'.repeat(100),
	'x'.repeat(101)
];
const amounts = [
	'',
	'0',
	'0.00',
	'100',
	'100.0',
	'100.00',
	'0100',
	' 100',
	'1000',
	'100.5',
	'100.50',
	'.5',
	'-1'
];
const words = ['', 'ACTIVE', 'active', 'BLOCKED', ' Blocked', 'suspended', 'CA'];

function written(texts: readonly string[]): fc.Arbitrary<string> {
	return fc
		.tuple(fc.constantFrom(...texts), fc.boolean())
		.map(([text, quoted]) => (quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));
}

const rows = fc.array(
	fc.tuple(
		written([...emails, 'ANN@x.co', ' ben@x.co', 'broken', '']),
		written(texts),
		written(words),
		written(texts),
		written(amounts)
	),
	{ minLength: 1, maxLength: 8 }
);

function orNull(texts: readonly string[]): fc.Arbitrary<string | null> {
	return fc.constantFrom(null, ...texts);
}

const customers: fc.Arbitrary<Customer[]> = fc.uniqueArray(
	fc.record({
		email: fc.constantFrom(...emails, 'Ann@x.co', 'zoë@x.co'),
		name: orNull(texts),
		status: fc.constantFrom('ACTIVE' as const, 'BLOCKED' as const),
		notes: orNull(texts),
		creditLimit: orNull(amounts)
	}),
	{ selector: ({ email }) => email }
);

const emptyCells = fc.record<EmptyCells>(
	Object.fromEntries(fieldNames.map((field) => [field, fc.constantFrom('clear', 'keep')])) as never
);

/** Customers as bytes, in pieces as they come from the server. */
function packed(list: readonly Customer[], piece = 2): PackedCustomers {
	const existing = new PackedCustomers();
	for (let at = 0; at < list.length; at += piece) existing.add(toColumns(list.slice(at, at + piece)));
	return existing;
}

function facts({ outcomes, counts, losses, issues }: ImportPlan): unknown {
	return { outcomes, counts, losses, issues };
}

test('S1-S5, W1 a plan from bytes is that from texts, whatever is stored and written', () => {
	fc.assert(
		fc.property(rows, customers, emptyCells, fc.constantFrom('\n', '\r\n'), (cells, list, switches, end) => {
			const lines = ['email,name,status,notes,creditLimit', ...cells.map((row) => row.join(','))];
			const table = tableOf(lines.join(end) + end);
			const existing = new Map(list.map((one) => [one.email, one]));
			const options = { emptyCells: switches };
			const fromTexts = planImport(checkFileRows({ ...table, plain: null }, mapping), existing, options);
			expect(facts(planImport(checkFileRows(table, mapping), packed(list), options))).toEqual(
				facts(fromTexts)
			);
			expect(
				facts(planImport(checkFileRows({ ...table, plain: null }, mapping), packed(list), options))
			).toEqual(facts(fromTexts));
			expect(facts(planImport(checkFileRows(table, mapping), existing, options))).toEqual(facts(fromTexts));
		}),
		{ numRuns: 1000 }
	);
});

describe('customers as bytes', () => {
	const list = [
		customer('ann@x.co', { name: 'Zoë 😀', notes: 'a\nb', creditLimit: '100.00' }),
		customer('ben@x.co', { name: '', status: 'BLOCKED' }),
		customer('cem@x.co', { notes: 'n'.repeat(3000) })
	];
	test.each([1, 2, 5])('are what they were, in pieces of %i', (piece) => {
		const existing = packed(list, piece);
		expect(existing.count).toBe(3);
		expect(list.map((_, number) => existing.customer(number))).toEqual(list);
	});
	test('S1 of two with one address, the later one counts', () => {
		const existing = packed([customer('ann@x.co', { name: 'Old' }), customer('ann@x.co', { name: 'New' })]);
		const plan = planImport(checkSubmittedRows([2], { email: ['ann@x.co'], name: ['New'] }), existing, {
			emptyCells: clearEmptyCells
		});
		expect(plan.counts.unchanged).toBe(1);
	});
	test('are refused where their columns are not of one length, or a NUL would shift them all', () => {
		const columns = toColumns(list);
		const fields: FieldName[] = ['name', 'notes'];
		for (const field of fields) {
			expect(() => new PackedCustomers().add({ ...columns, [field]: [null] })).toThrow(RangeError);
		}
		expect(() => new PackedCustomers().add({ ...columns, name: ['a\0b', null, null] })).toThrow(RangeError);
	});
});
