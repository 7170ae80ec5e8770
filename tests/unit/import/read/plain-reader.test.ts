import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import spectrum from 'csv-spectrum';
import { expect, test } from 'vitest';
import { encodeText } from '../../../../src/lib/import/csv/encode-text.ts';
import { parseCsv } from '../../../../src/lib/import/csv/parse-csv.ts';
import { scanPlain } from '../../../../src/lib/import/plain/scan-plain.ts';
import { delimiterCandidates } from '../../../../src/lib/import/read/detect-delimiter.ts';
import { scannedFileRows } from '../../../../src/lib/import/read/file-rows.ts';
import { readByText } from '../../../../src/lib/import/read/read-by-text.ts';
import { readPlain } from '../../../../src/lib/import/read/read-plain.ts';
import type { ReadOptions, ReadResult } from '../../../../src/lib/import/table.ts';
import { bytesOf, tableOf } from '../../../support/core.ts';
import { csvOf, generateCustomers } from '../../../support/generate-customers.ts';
import { nastyFiles } from '../../../support/nasty-files.ts';
import { rowsOf } from '../../../support/rows-of.ts';

const limits = { maxBytes: 1e9, maxRows: 1e6 };

/** All that a table says, but for where its cells stand. */
function allOf(read: ReadResult): string {
	if (read.kind === 'unreadable') return JSON.stringify(read.problem);
	const { table } = read;
	const { problems, openQuotes, rowNumbers } = table;
	return JSON.stringify({
		...table,
		rows: rowsOf(table),
		widths: Array.from(rowNumbers, (_, i) => table.rows.width(i)),
		rowNumbers: Array.from(rowNumbers),
		problems: [...problems],
		openQuotes: [...openQuotes],
		plain: null
	});
}

/** Reads a file both ways, which must agree. @returns whether its rows stand in bytes */
function readBoth(bytes: Uint8Array, options: ReadOptions): boolean {
	const read = readPlain(bytes, options, limits) ?? readByText(bytes, options, limits);
	const isPlain = read.kind === 'table' && read.table.plain !== null;
	const judged = readByText(bytes, options, limits, (text, delimiter) =>
		scannedFileRows(parseCsv(text, delimiter))
	);
	const [said, right] = [allOf(read), allOf(judged)];
	// To expect it of each takes far longer than to read them.
	if (said !== right) expect([said, new TextDecoder().decode(bytes), options]).toEqual([right]);
	return isPlain;
}

const choices: ReadOptions[] = [
	{},
	...delimiterCandidates.map((delimiter) => ({ delimiter })),
	{ encoding: 'utf-8' },
	{ encoding: 'windows-1252' },
	{ firstRow: 'data' },
	{ firstRow: 'header' },
	{ headerRow: 2 }
];

function filesUnder(folder: string): { name: string; bytes: Uint8Array }[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((name) => statSync(name).isFile())
		.map((name) => ({ name, bytes: new Uint8Array(readFileSync(name)) }));
}

const spectrumFiles = await new Promise<{ name: string; bytes: Uint8Array }[]>((resolve, reject) => {
	spectrum((error, cases) => {
		if (error) reject(error);
		else resolve(cases.map(({ name, csv }) => ({ name, bytes: new Uint8Array(csv) })));
	});
});

test.each([...filesUnder('tests/fixtures/csv'), ...filesUnder('../shared/cases'), ...spectrumFiles])(
	'P1-P10 the reader of bytes agrees with the one of texts about $name',
	({ bytes }) => {
		for (const options of choices) readBoth(bytes, options);
	}
);

test('P1-P10 the reader of bytes agrees with the one of texts about 100,000 generated files', () => {
	let plain = 0;
	for (const { bytes, options } of nastyFiles(100_000, 20261123)) if (readBoth(bytes, options)) plain++;
	// Others are unreadable, or not plain.
	expect(plain).toBeGreaterThan(35_000);
	expect(plain).toBeLessThan(80_000);
}, 120_000);

test.each([
	['lean rows', csvOf(generateCustomers(3000, 'lean'))],
	['full rows', csvOf(generateCustomers(1000, 'full'))],
	['all cells at the end', `email,name\n${'x'.repeat(50_000)},y\n${'a,b\n'.repeat(5000)}`],
	['one row of many cells', `email\n${'a,'.repeat(5000)}`],
	['many blank lines', `email\n${'\n'.repeat(5000)}a@x.co\n`],
	['many blank lines of a Mac', `email\r${'\r'.repeat(5000)}ä@x.co\r`]
])('P3-P7 of longer files too: %s', (_, text) => {
	expect(readBoth(bytesOf(text), {})).toBe(true);
});

test('a file need not start where four bytes do', () => {
	const bytes = bytesOf('\ufeffemail,name,notes\r\nann@x.co,"Ann, ""A""",é\r\nbob@shop.example,Bob,\r\n');
	const places = [0, 1, 2, 3].map((offset) => {
		const moved = new Uint8Array(bytes.length + offset);
		moved.set(bytes, offset);
		const file = moved.subarray(offset);
		expect(readBoth(file, {})).toBe(true);
		return scanPlain(file, 3, ',', false);
	});
	for (const place of places) expect(place).toMatchObject({ starts: places[0]?.starts });
});

test.each(['utf-16le', 'utf-16be', 'windows-1252'] as const)(
	'P2 %s is plain but for its encoding',
	(encoding) => {
		const mark = encoding === 'windows-1252' ? '' : '\ufeff';
		for (const text of ['email;name\r\nä@x.co;"Müller; Söhne"\r\n', 'email\rä@x.co\r\rö@x.co\n']) {
			const bytes = encodeText(mark + text, encoding) ?? new Uint8Array();
			expect(readBoth(bytes, {})).toBe(true);
			const { dialect } = tableOf(bytes);
			expect(dialect.encoding).toBe(encoding);
		}
	}
);

test('V1 half a character is not lost in another encoding, and NUL is in no plain file', () => {
	const half = encodeText('\ufeffemail,name\na@x.co,\ud800\n', 'utf-16le') ?? new Uint8Array();
	expect(readBoth(half, {})).toBe(false);
	expect(tableOf(half).rows.cell(0, 1)).toBe('\ud800');
	expect(readBoth(bytesOf('email,name\na@x.co,a\0\n'), {})).toBe(false);
	expect(readBoth(bytesOf('email,name\na@x.co,"\0a"\n'), {})).toBe(false);
});
