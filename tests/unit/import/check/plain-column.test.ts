import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type FieldName, fieldNames } from '../../../../src/lib/customer/customer.ts';
import { maxNameLength } from '../../../../src/lib/customer/field-catalogue.ts';
import { checkFileColumn, recheckFileColumn } from '../../../../src/lib/import/check/check-rows.ts';
import { type FieldColumn, cellState } from '../../../../src/lib/import/plan.ts';
import { cellEnd, cellStart } from '../../../../src/lib/import/plain/cell-bytes.ts';
import { textOfBytes } from '../../../../src/lib/import/plain/text-of-bytes.ts';
import { type CsvTable, cellText } from '../../../../src/lib/import/table.ts';
import { checkedValues } from '../../../support/checked-values.ts';
import { tableOf } from '../../../support/core.ts';
import { arbitraryPlainRows, plainLineEnd, plainTable } from '../../../support/plain-table.ts';

const header = [...fieldNames];

function bytesAsText(column: FieldColumn, index: number): string | undefined {
	if (column.plain === null) return undefined;
	return textOfBytes(column.plain.cells.bytes, cellStart(column.plain, index), cellEnd(column.plain, index));
}

/** Compares a column that was read from bytes with the same column read as texts. */
function expectSame(column: FieldColumn, byText: FieldColumn, table: CsvTable, at: number): void {
	expect(checkedValues({ name: column })).toEqual(checkedValues({ name: byText }));
	const { asWritten, read } = cellState;
	expect([...column.states].map((state) => (state === asWritten ? read : state))).toEqual([...byText.states]);
	const written = [...column.states.keys()].filter((i) => column.states[i] === asWritten);
	expect(written.map((i) => [column.value(i), bytesAsText(column, i)])).toEqual(
		written.map((i) => [cellText(table, i, at), cellText(table, i, at)])
	);
}

describe('V1-V5, V7 a check of bytes says what the check of texts says', () => {
	property.prop([arbitraryPlainRows(), plainLineEnd, fc.boolean()], { numRuns: 500 })(
		'of any cells',
		(rows, end, isEnded) => {
			const table = plainTable(header, rows, end, isEnded);
			fieldNames.forEach((field) => {
				// Also with a field's column on another one's cells.
				for (let at = 0; at < header.length; at++) {
					const byText = checkFileColumn({ ...table, plain: null }, field, at);
					expectSame(checkFileColumn(table, field, at), byText, table, at);
				}
			});
		}
	);

	property.prop([arbitraryPlainRows(), arbitraryPlainRows(), plainLineEnd], { numRuns: 300 })(
		'after fixes',
		(rows, others, end) => {
			const table = plainTable(header, rows, end);
			const fixed = rows.flatMap((_, i) => (i % 2 === 0 && others[i] ? [i] : []));
			const after = plainTable(
				header,
				rows.map((row, i) => (fixed.includes(i) ? (others[i] ?? row) : row))
			);
			fieldNames.forEach((field, at) => {
				const once = recheckFileColumn(
					after,
					field,
					at,
					checkFileColumn(table, field, at),
					fixed.slice(0, 1)
				);
				const column = recheckFileColumn(after, field, at, once, fixed);
				const byText = checkFileColumn({ ...after, plain: null }, field, at);
				expect(checkedValues({ name: column })).toEqual(checkedValues({ name: byText }));
				for (const i of fixed) expect(column.states[i]).not.toBe(cellState.asWritten);
			});
		}
	);
});

describe('what is stored as it is written is told from its bytes', () => {
	test.each<[FieldName, string, number]>([
		['email', 'ann.o+x@sub.example.co', cellState.asWritten],
		['email', '"ann@example.co"', cellState.asWritten],
		['email', 'Ann@example.co', cellState.read],
		['email', ' ann@example.co', cellState.read],
		['email', 'ann@example', cellState.issue],
		['email', '', cellState.issue],
		['name', 'Café', cellState.asWritten],
		['name', 'Ängelholm à', cellState.asWritten],
		['name', '東京。', cellState.asWritten],
		['name', '"Smith, Ann"', cellState.asWritten],
		['name', '"The ""Deli"""', cellState.read],
		['name', 'The "Deli"', cellState.asWritten],
		['name', 'Ann\u00a0', cellState.read],
		['name', '\u3000', cellState.empty],
		['name', 'é'.repeat(maxNameLength), cellState.read],
		['name', 'e'.repeat(maxNameLength), cellState.asWritten],
		['name', 'e'.repeat(maxNameLength + 1), cellState.issue],
		['name', "'=1", cellState.read],
		['notes', '"one\ntwo"', cellState.asWritten],
		['notes', '"one\r\ntwo"', cellState.read],
		['status', 'ACTIVE', cellState.asWritten],
		['status', '"BLOCKED"', cellState.asWritten],
		['status', 'blocked', cellState.read],
		['status', ' ', cellState.empty],
		['creditLimit', '1500.00', cellState.asWritten],
		['creditLimit', '0.00', cellState.asWritten],
		['creditLimit', '01500.00', cellState.read],
		['creditLimit', '1500', cellState.read],
		['creditLimit', '1500.5', cellState.read],
		['creditLimit', '10000000000.00', cellState.issue]
	])('%s %j', (field, cell, state) => {
		const table = plainTable(header, [header.map((name) => (name === field ? cell : 'x'))]);
		expect(checkFileColumn(table, field, header.indexOf(field)).states[0]).toBe(state);
	});
});

test('a status column of more words than are told apart is read as any other', () => {
	const rows = Array.from({ length: 5000 }, (_, i) => [i % 7 === 0 ? 'blocked' : `w${i}`]);
	const table = plainTable(['status'], rows);
	const column = checkFileColumn(table, 'status', 0);
	expect(column.words).toBeNull();
	expectSame(column, checkFileColumn({ ...table, plain: null }, 'status', 0), table, 0);
});

test('M8 a joined column is read as texts', () => {
	const table = plainTable(['First name', 'Last name'], [['Ann', 'Lee']]);
	const column = checkFileColumn(table, 'name', 2);
	expect([column.plain, column.value(0)]).toEqual([null, 'Ann Lee']);
});

test.each(['a\0b', '"a\0b"', '"x""\0"'])('V1 NUL cannot be stored, wherever it stands: %j', (cell) => {
	const table = tableOf(`email,name\nann@x.co,Ann\nbo@x.co,${cell}\n`);
	expect(table.plain).toBeNull();
	expect([...checkFileColumn(table, 'name', 1).issues]).toEqual([[1, { code: 'TEXT_NOT_STORABLE' }]]);
});
