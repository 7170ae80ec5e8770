import { expect, test } from 'vitest';
import { type MappableFile, carryMapping } from '../../../../src/lib/import/columns/carry-mapping.ts';
import { type Mapping, noMapping } from '../../../../src/lib/import/mapping.ts';

function fileOf(headers: string[], proposed: Partial<Mapping>): MappableFile {
	return {
		columns: headers.map((header, index) => ({
			index,
			header,
			label: header,
			filled: 1,
			samples: [],
			ignored: null,
			selectable: header !== 'password',
			joins: null
		})),
		mapping: { ...noMapping, ...proposed }
	};
}

const old = fileOf(['mail', 'firm', 'memo'], {});
const chosen = { ...noMapping, email: 0, name: 1 };

test('W4 a choice holds for the column of the same name, wherever it stands now', () => {
	const next = fileOf(['memo', 'Firm ', 'MAIL'], {});
	expect(carryMapping(old, chosen, next)).toEqual({ ...noMapping, email: 2, name: 1 });
});

test('W4 a choice whose column is gone gives way to what the new headers propose', () => {
	const next = fileOf(['email', 'firm'], { email: 0 });
	expect(carryMapping(old, chosen, next)).toEqual({ ...noMapping, email: 0, name: 1 });
});

test('W4 "don\'t import", chosen against the headers, holds too', () => {
	const before = fileOf(['email', 'notes'], { email: 0, notes: 1 });
	const next = fileOf(['notes', 'email'], { email: 1, notes: 0 });
	expect(carryMapping(before, { ...noMapping, email: 0 }, next)).toEqual({ ...noMapping, email: 1 });
});

test('W4 a field that no header named before is proposed as in any new file', () => {
	const next = fileOf(['mail', 'status'], { status: 1 });
	expect(carryMapping(old, { ...noMapping, email: 0 }, next)).toEqual({ ...noMapping, email: 0, status: 1 });
});

test('M7 no column feeds two fields, though the new headers propose one that a choice took', () => {
	const before = fileOf(['email', 'note'], { email: 0, notes: 1 });
	const next = fileOf(['email', 'note'], { email: 0, notes: 1 });
	const moved = { ...noMapping, email: 0, name: 1 };
	expect(carryMapping(before, moved, next)).toEqual(moved);
});

test('P8 the second of two columns alike stays the second', () => {
	const before = fileOf(['email', 'phone', 'phone'], { email: 0 });
	const next = fileOf(['phone', 'email', 'phone'], { email: 1 });
	expect(carryMapping(before, { ...noMapping, email: 0, notes: 2 }, next).notes).toBe(2);
});

test('P9 a column is never carried onto a password column', () => {
	const before = fileOf(['email', 'Pass word'], { email: 0 });
	const next = fileOf(['email', 'password'], { email: 0 });
	expect(carryMapping(before, { ...noMapping, email: 0, notes: 1 }, next).notes).toBeNull();
});

test('M8 a joined column is carried over like any other', () => {
	const joined = { label: 'First + Last', filled: 1, samples: [], ignored: null, selectable: true };
	const before = fileOf(['First', 'Last', 'email'], { email: 2 });
	before.columns.push({ ...joined, index: 3, header: 'First + Last', joins: [0, 1] });
	const next = fileOf(['email', 'Last', 'Phone', 'First'], { email: 0 });
	next.columns.push({ ...joined, index: 4, header: 'First + Last', joins: [3, 1] });
	expect(carryMapping(before, { ...noMapping, email: 2, name: 3 }, next)).toEqual({
		...noMapping,
		email: 0,
		name: 4
	});
});

test('M5 a column is not carried onto the status when its values have come to speak against it', () => {
	const before = fileOf(['email', 'State'], { email: 0, status: 1 });
	const next = fileOf(['email', 'State'], { email: 0 });
	next.columns = next.columns.map((column) =>
		column.index === 1 ? { ...column, ignored: 'not-status-words' } : column
	);
	const mapping = { ...noMapping, email: 0, status: 1 };
	expect(carryMapping(before, mapping, next).status).toBeNull();
	// Where they spoke against it before, the person chose it all the same.
	expect(carryMapping({ ...next, mapping: before.mapping }, mapping, next).status).toBe(1);
});
