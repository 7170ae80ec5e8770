import { describe, expect, test } from 'vitest';
import type { Customer } from '../../../../src/lib/customer/customer.ts';
import { summarizeFile } from '../../../../src/lib/import/columns/summarize-file.ts';
import { encodeText } from '../../../../src/lib/import/csv/encode-text.ts';
import { firstBytes, readFirstRows } from '../../../../src/lib/import/read/read-first-rows.ts';
import type { ReadOptions } from '../../../../src/lib/import/table.ts';
import type { FirstRows } from '../../../../src/lib/import/worker-api.ts';
import { bytesOf, customer, tableOf } from '../../../support/core.ts';
import { type RowSize, csvOf, generateCustomers } from '../../../support/generate-customers.ts';
import { rowsOf } from '../../../support/rows-of.ts';

const limits = { maxBytes: 1e9, maxRows: 1e6 };

function beginningOf(text: string, options: ReadOptions = {}): FirstRows | null {
	return readFirstRows(bytesOf(text).subarray(0, firstBytes), options);
}

describe('the first 128 KiB say what the whole file says', () => {
	test.each<RowSize>(['lean', 'full'])('of %s rows', (size) => {
		const bytes = bytesOf(csvOf(generateCustomers(3000, size)));
		const beginning = bytes.subarray(0, firstBytes);
		expect(beginning.length).toBeLessThan(bytes.length);

		const table = tableOf(bytes, {}, limits);
		const whole = summarizeFile({ bytes: bytes.length, sha256: '' }, table, null);
		const first = readFirstRows(beginning, {});
		const { dialect, mapping, suggestions, headerRow, topRows, columns } = whole;
		expect(first).toMatchObject({ dialect, mapping, suggestions, headerRow, topRows });
		expect(first?.columns.map(({ label, samples }) => [label, samples])).toEqual(
			columns.map(({ label, samples }) => [label, samples])
		);
		const rows = rowsOf(table).slice(0, 50);
		expect(first?.rows.map(({ row }) => row)).toEqual(Array.from(table.rowNumbers).slice(0, 50));
		expect(first?.rows.map(({ cells }) => cells.map((cell) => cell.replace('…', '')))).toEqual(
			rows.map((cells) => cells.map((cell) => (cell.length > 100 ? cell.slice(0, 99) : cell)))
		);
	});

	test.each(['\r\n', '\n'])('wherever they end, with %j inside of cells too', (lineEnd) => {
		const notes = [`Rings "twice",${lineEnd}"waits"`, 'é, ü', null, `${lineEnd}"${lineEnd}`];
		const customers = Array.from({ length: 12 }, (_, i): Customer =>
			customer(`c${i}@x.co`, { notes: notes[i % 4] ?? null })
		);
		const text = csvOf(customers);
		const bytes = bytesOf(text);
		const rows = rowsOf(tableOf(bytes)).map((cells) => cells.map((cell) => cell.trim()));
		let most = 0;
		for (let length = 0; length <= bytes.length; length++) {
			const shown = readFirstRows(bytes.subarray(0, length), {})?.rows.map(({ cells }) => cells) ?? [];
			expect(shown).toEqual(rows.slice(0, shown.length));
			// A row may be missing only where its last line was not there yet.
			expect(shown.length).toBeGreaterThanOrEqual(most);
			most = shown.length;
		}
		expect(most).toBe(12);
	});

	test('of a file in Windows-1252 with semicolons and titles, read as was chosen', () => {
		const text = `Kunden\n\nemail;name\n${'a@x.co;Müller\n'.repeat(60)}`;
		const bytes = encodeText(text, 'windows-1252') ?? new Uint8Array();
		const first = readFirstRows(bytes, {});
		expect(first).toMatchObject({ dialect: { encoding: 'windows-1252', delimiter: ';' }, headerRow: 3 });
		expect(first?.rows).toHaveLength(50);
		expect(first?.rows[0]).toEqual({ row: 4, cells: ['a@x.co', 'Müller'] });
		const chosen = readFirstRows(bytes, { encoding: 'utf-8', delimiter: ',', headerRow: 3 });
		expect(chosen?.rows[0]).toEqual({ row: 4, cells: ['a@x.co;M\ufffdller'] });
	});
});

test('P9 no cell of a password column is shown, whatever row is the header', () => {
	const first = beginningOf('email,name,Password\na@x.co,Ann,secret\nb@x.co,Bob,secret\n');
	expect(first?.rows.map(({ cells }) => cells)).toEqual([
		['a@x.co', 'Ann', ''],
		['b@x.co', 'Bob', '']
	]);
	const other = beginningOf('email,name,Password\nx,y,z\na@x.co,Ann,secret\n', { headerRow: 2 });
	expect(other?.rows[0]?.cells).toEqual(['a@x.co', 'Ann', '']);
	expect(JSON.stringify([first, other?.rows])).not.toContain('secret');
});

test.each([
	['nothing', ''],
	['no line end', 'email,name'],
	['a header only', 'email,name\n'],
	['a row that does not end', 'email,name\na@x.co,"'],
	['no header', 'a@x.co,Ann\nb@x.co,Bob\n'],
	['a quote that is open in the header', '"email,name\na@x.co,Ann\n'],
	['a workbook', 'PK\u0003\u0004\n\nxl/workbook.xml'],
	['UTF-16', encodeText('\ufeffemail\na@x.co\n', 'utf-16le') ?? '']
])('the whole must be read where the beginning tells nothing: %s', (_, file) => {
	expect(typeof file === 'string' ? beginningOf(file) : readFirstRows(file, {})).toBeNull();
});
