import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toColumns } from '../../../../src/lib/customer/customer-columns.ts';
import { type FieldName, fieldNames } from '../../../../src/lib/customer/customer.ts';
import type { FixRequest } from '../../../../src/lib/import/fix.ts';
import { type Desk, mapDesk, openDesk, passRows } from '../../../../src/lib/import/fixes/desk.ts';
import {
	clearEmptyCells,
	type EmptyCells,
	type Mapping,
	noMapping
} from '../../../../src/lib/import/mapping.ts';
import { PackedCustomers } from '../../../../src/lib/import/plan/packed-customers.ts';
import { fixDesk } from '../../../../src/lib/import/review/fix-desk.ts';
import { type Review, reviewDesk } from '../../../../src/lib/import/review/review.ts';
import { summarizeReview } from '../../../../src/lib/import/review/summarize-review.ts';
import type { CsvTable } from '../../../../src/lib/import/table.ts';
import { customer, tableOf } from '../../../support/core.ts';

const known = [
	customer('ann@x.co', { name: 'Ann', notes: 'Net 30', creditLimit: '100.00' }),
	customer('ben@x.co', { name: 'Ben', status: 'BLOCKED' }),
	customer('cem@x.co', { notes: 'Two\nlines', creditLimit: '5.00' }),
	customer('dee@gmail.com', { name: 'Dee' }),
	customer('eve@x.co', { status: 'BLOCKED', notes: 'x' })
];
const words = [
	'ann@x.co',
	'BEN@x.co',
	'cem@x.co',
	'dee@gmial.com',
	'eve@x.co',
	'mailto:eve@x.co',
	'broken',
	''
];
const cell = fc.constantFrom(
	...words,
	'Ann',
	'active',
	'blocked',
	'dormant',
	'100',
	'100.00',
	'1,5',
	' ',
	'say ""hi""'
);
const width = 5;

const mappings = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }).chain((columns) =>
	fc.subarray([...fieldNames]).map((fields): Mapping => {
		const mapping = { ...noMapping };
		fieldNames.forEach((field, i) => {
			if (field === 'email' || fields.includes(field)) mapping[field] = columns[i] ?? null;
		});
		return mapping;
	})
);

type Deed =
	| { kind: 'fix'; request: FixRequest }
	| { kind: 'map'; mapping: Mapping }
	| { kind: 'switch'; field: FieldName }
	| { kind: 'customers'; from: number; to: number }
	| { kind: 'forget' }
	| { kind: 'pass'; throughRow: number; leftOut: number[] };

const row = fc.integer({ min: 2, max: 9 });
const requests: fc.Arbitrary<FixRequest> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('edit' as const),
			row,
			field: fc.constantFrom(...fieldNames),
			text: fc.constantFrom('ann@x.co', 'new@x.co', 'eve@x.co', 'Ann', 'blocked', '100', '')
		})
	},
	fc.record({
		kind: fc.constant('edit-cell' as const),
		row,
		column: fc.nat(width),
		text: fc.constantFrom('', 'ben@x.co', 'x')
	}),
	fc.record({
		kind: fc.constant('accept-alike' as const),
		field: fc.constant('email' as const),
		reason: fc.constantFrom('near-domain' as const, 'mailto' as const)
	}),
	fc.record({ kind: fc.constant('block-word' as const), word: fc.constant('dormant') }),
	fc.record({ kind: fc.constant('set-aside' as const), rows: fc.array(row, { maxLength: 2 }) }),
	fc.constant({ kind: 'set-aside-issues' as const }),
	fc.record({ kind: fc.constant('undo' as const), id: fc.integer({ min: 1, max: 8 }) }),
	fc.constant({ kind: 'undo-all' as const })
);
const deeds: fc.Arbitrary<Deed> = fc.oneof(
	{ weight: 6, arbitrary: requests.map((request): Deed => ({ kind: 'fix', request })) },
	{ weight: 2, arbitrary: mappings.map((mapping): Deed => ({ kind: 'map', mapping })) },
	fc.constantFrom(...fieldNames).map((field): Deed => ({ kind: 'switch', field })),
	{
		weight: 2,
		arbitrary: fc.tuple(fc.nat(5), fc.nat(5)).map(([from, to]): Deed => ({ kind: 'customers', from, to }))
	},
	fc.constant<Deed>({ kind: 'forget' }),
	fc
		.record({ throughRow: row, leftOut: fc.array(row, { maxLength: 2 }) })
		.map((passed): Deed => ({ kind: 'pass', ...passed }))
);

interface Session {
	desk: Desk;
	existing: PackedCustomers;
	emptyCells: EmptyCells;
	review: Review;
}

/** Does something, and reviews what came of it on the shoulders of the review before, as the worker does. */
function after(session: Session, deed: Deed): Session {
	let { desk, existing, emptyCells } = session;
	switch (deed.kind) {
		case 'fix':
			desk = fixDesk(desk, session.review, deed.request);
			break;
		case 'map':
			desk = mapDesk(desk, deed.mapping);
			break;
		case 'switch':
			emptyCells = { ...emptyCells, [deed.field]: emptyCells[deed.field] === 'keep' ? 'clear' : 'keep' };
			break;
		case 'customers':
			existing.add(toColumns(known.slice(deed.from, deed.to)));
			break;
		case 'forget':
			existing = new PackedCustomers();
			break;
		case 'pass':
			desk = passRows(desk, deed);
			break;
	}
	return { desk, existing, emptyCells, review: reviewDesk(desk, existing, { emptyCells }, session.review) };
}

function facts(review: Review): unknown {
	const { outcomes, counts, losses, issues, kinds } = review.plan;
	const { all, suggestions } = review;
	const summary = summarizeReview(review, { allowed: null, present: 9 }, { maxRows: 2, maxBytes: 100 });
	return { outcomes, counts, losses, issues, kinds, all, suggestions: [...suggestions], summary };
}

/** The same file, mapping and fixes without anything that a review before left behind. */
function fresh({ desk, emptyCells, existing }: Session, table: CsvTable): Review {
	const all = Array.from({ length: existing.count }, (_, number) => existing.customer(number));
	const again = mapDesk(
		{ ...openDesk(table), fixes: desk.fixes, folded: desk.folded, table: desk.table },
		desk.mapping
	);
	const customers = new Map(all.map((one) => [one.email, one]));
	return reviewDesk({ ...again, nextId: desk.nextId, passed: desk.passed }, customers, { emptyCells });
}

test('M7, W4, S3, I30 after any deeds, the review that was kept up to date is that of a fresh start', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
			mappings,
			fc.array(deeds, { minLength: 1, maxLength: 10 }),
			(rows, mapping, done) => {
				const lines = ['A,B,C,D,E', ...rows.map((one) => one.map((text) => `"${text}"`).join(','))];
				const table = tableOf(`${lines.join('\n')}\n`, { headerRow: 1 });
				const desk = mapDesk(openDesk(table), mapping);
				const existing = new PackedCustomers();
				const review = reviewDesk(desk, existing, { emptyCells: clearEmptyCells });
				let session: Session = { desk, existing, emptyCells: clearEmptyCells, review };
				for (const deed of done) {
					session = after(session, deed);
					expect(facts(session.review)).toEqual(facts(fresh(session, table)));
				}
			}
		),
		{ numRuns: 300 }
	);
});

test('M7, W4 what did not change is not compared again', () => {
	const file = `email,name,notes\n${known.map(({ email }) => `${email},Ann,x\n`).join('')}`;
	const existing = new PackedCustomers();
	existing.add(toColumns(known));
	const desk = mapDesk(openDesk(tableOf(file)), { ...noMapping, email: 0, name: 1 });
	const options = { emptyCells: clearEmptyCells };
	const review = reviewDesk(desk, existing, options);
	const remapped = reviewDesk(mapDesk(desk, { ...desk.mapping, notes: 2 }), existing, options, review);
	expect(remapped.planned.match).toBe(review.planned.match);
	expect(remapped.planned.customers).toBe(review.planned.customers);
	expect(remapped.planned.duplicates).toBe(review.planned.duplicates);
	const fixed = fixDesk(desk, review, { kind: 'edit', row: 3, field: 'name', text: 'Bea' });
	expect(reviewDesk(fixed, existing, options, review).planned.duplicates).toBe(review.planned.duplicates);
	expect(fixed.addresses).toEqual(desk.addresses);
});

test('W4 a row with another customer does not hide that another row changed', () => {
	const file = 'email,name\nann@x.co,Ann\nben@x.co,Ben\n';
	const existing = new PackedCustomers();
	existing.add(toColumns(known));
	const options = { emptyCells: clearEmptyCells };
	let desk = mapDesk(openDesk(tableOf(file)), { ...noMapping, email: 0, name: 1 });
	let review = reviewDesk(desk, existing, options);
	for (const request of [
		{ kind: 'edit', row: 2, field: 'email', text: 'cem@x.co' },
		{ kind: 'edit', row: 3, field: 'name', text: 'Bea' },
		{ kind: 'undo-all' }
	] as const) {
		desk = fixDesk(desk, review, request);
		review = reviewDesk(desk, existing, options, review);
	}
	expect(review.plan.counts).toEqual({ create: 0, update: 0, unchanged: 2, issue: 0 });
});
