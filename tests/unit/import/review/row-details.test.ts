import { expect, test } from 'vitest';
import type { Customer, FieldName } from '../../../../src/lib/customer/customer.ts';
import { clearEmptyCells } from '../../../../src/lib/import/mapping.ts';
import { rowDetails } from '../../../../src/lib/import/review/row-details.ts';
import type { FieldDetails, RowDetails } from '../../../../src/lib/import/worker-api.ts';
import { customer, deskOf, fixed, reviewOf } from '../../../support/core.ts';

const options = { emptyCells: { ...clearEmptyCells, notes: 'keep' as const } };

function detailsOf(desk: ReturnType<typeof deskOf>, row: number, ...existing: Customer[]): RowDetails {
	const details = rowDetails(reviewOf(desk, existing), row, options);
	if (details === null) throw new Error('no such row');
	return details;
}

function field(details: RowDetails, name: FieldName): FieldDetails | undefined {
	return details.fields.find((one) => one.field === name);
}

const file = "E-Mail,Name,Status,Credit,Password,City\n A@x.co ,Ann,,'=1,hunter2,Gent\n";

test('W2 from the cell as written to the value, the stored value and what happens', () => {
	const stored = customer('a@x.co', { name: 'Anna', status: 'ACTIVE', notes: 'Net 30' });
	const details = detailsOf(deskOf(file.replace("'=1", '5')), 2, stored);
	expect(details.matched).toBe(true);
	expect(field(details, 'email')).toMatchObject({
		column: 'E-Mail',
		written: ' A@x.co ',
		fixed: null,
		read: 'a@x.co',
		stored: 'a@x.co',
		outcome: 'match'
	});
	expect(field(details, 'name')).toMatchObject({ read: 'Ann', stored: 'Anna', outcome: 'changed' });
	expect(field(details, 'status')).toMatchObject({ written: '', read: null, outcome: 'same' });
	expect(field(details, 'notes')).toMatchObject({ column: null, written: null, outcome: 'untouched' });
	expect(field(details, 'creditLimit')).toMatchObject({ read: '5.00', stored: null, outcome: 'changed' });
});

test('S3 an empty cell clears or keeps, as the switch says', () => {
	const stored = customer('a@x.co', { name: 'Ann', notes: 'Net 30', creditLimit: '5.00' });
	const details = detailsOf(deskOf('email,name,notes,credit\na@x.co,Ann,,\n'), 2, stored);
	expect(field(details, 'creditLimit')?.outcome).toBe('cleared');
	// The plan of this review clears the notes; only the switch differs.
	expect(field(details, 'name')?.outcome).toBe('same');
});

test('S2 a new customer gets what the row has and defaults for the rest', () => {
	const details = detailsOf(deskOf('email,name,notes\na@x.co,Ann,\n'), 2);
	expect(details.matched).toBe(false);
	expect(details.fields.map(({ outcome }) => outcome)).toEqual([
		'new',
		'new',
		'default',
		'default',
		'default'
	]);
	expect(field(details, 'name')).not.toHaveProperty('stored');
});

test('W4 a fixed cell shows what the file has and what it was fixed to; issues and suggestions stand by it', () => {
	const desk = fixed(deskOf(file), { kind: 'edit', row: 2, field: 'creditLimit', text: '$5' });
	const details = detailsOf(desk, 2);
	expect(field(details, 'creditLimit')).toMatchObject({
		written: "'=1",
		fixed: '$5',
		outcome: 'issue',
		issues: [{ code: 'CREDIT_NOT_NUMBER' }],
		suggestion: { reason: 'amount', to: '5' }
	});
	expect(field(details, 'creditLimit')).not.toHaveProperty('read');
});

test('P9 the other cells of the row are shown, but for passwords', () => {
	const details = detailsOf(deskOf(file), 2);
	expect(details.others).toEqual([{ column: 5, header: 'City', text: 'Gent', isBeyondHeader: false }]);
	expect(JSON.stringify(details)).not.toContain('hunter2');
});

test('P6 cells beyond the header are shown as such', () => {
	expect(detailsOf(deskOf('email,name\na@x.co,Ann,,Foods\n'), 2).others).toEqual([
		{ column: 3, header: 'Column D', text: 'Foods', isBeyondHeader: true }
	]);
});

test('W4 a row that is left out says so', () => {
	const desk = fixed(deskOf(file), { kind: 'set-aside', rows: [2] });
	const details = detailsOf(desk, 2);
	expect(details.kind).toBe('aside');
	expect(new Set(details.fields.map(({ outcome }) => outcome))).toEqual(new Set(['aside']));
});

test('W4 the fixes that touch the row are named, so that each can be taken back', () => {
	let desk = fixed(deskOf('email,name\na@x.co,Ann\nb@x.co,Ben\n'), {
		kind: 'edit',
		row: 2,
		field: 'name',
		text: 'Anna'
	});
	desk = fixed(desk, { kind: 'edit', row: 3, field: 'name', text: 'Bea' });
	desk = fixed(desk, { kind: 'set-aside', rows: [2, 3] });
	expect(detailsOf(desk, 2).fixes).toEqual([1, 3]);
	expect(detailsOf(desk, 3).fixes).toEqual([2, 3]);
});

test('a row that is not there has no details', () => {
	expect(rowDetails(reviewOf(deskOf(file)), 99, options)).toBeNull();
});
