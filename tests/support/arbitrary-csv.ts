import fc from 'fast-check';
import { encodeText } from '../../src/lib/import/csv/encode-text.ts';
import type { Encoding, ReadOptions } from '../../src/lib/import/table.ts';

/** A cell as it stands in a file, with quotes if it has any. */
export type RawCell = string;

export interface RawRow {
	cells: RawCell[];
	lineEnd: string;
}

/** A CSV file in parts, so that a test can say what a changed one has to look like. */
export interface RawFile {
	encoding: Encoding;
	delimiter: string;
	hasMark: boolean;
	/** A `sep=` line with its line end, or nothing. */
	separatorLine: string;
	/** How many rows stand above the header. */
	titles: number;
	/** Titles, header and all others. */
	rows: RawRow[];
	/** What stands in the file for each U+E000 of the cells: bytes that are not valid UTF-8. */
	wrongBytes: number[];
}

const wrong = '\ue000';
const lineEnds = ['\n', '\r\n', '\r'];

/** Any text of a cell, hardly ever without something that needs care. */
export function arbitraryText(): fc.Arbitrary<string> {
	return fc.oneof(
		fc.constantFrom('', 'a', ' b ', 'é€', 'ł😀', '\ufeff', 'x,y', ';', '|\t', '"', '""', '"a', 'a"b', '=1+1'),
		fc.constantFrom('one\ntwo', 'one\r\ntwo', '\r', '\n', '\u00a0', '","', 'ann@x.co', 'sep=;'),
		fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', '\r', ' ', 'é'), maxLength: 6 })
	);
}

/** Quotes a text (RFC 4180). */
export function quoted(text: string): string {
	return `"${text.replaceAll('"', '""')}"`;
}

/** Whether a text can only be written in quotes. */
export function needsQuotes(text: string, delimiter: string): boolean {
	return text.includes(delimiter) || /["\r\n]/.test(text) || text.startsWith('\ufeff');
}

/**
 * Files of every shape: all encodings, delimiters and line ends, also mixed; titles, blank, short and long rows;
 * with and without byte order mark, `sep=` line and line end at the end; bytes that are not valid.
 *
 * @param open whether cells may have quotes that never close
 */
export function arbitraryFile(open: boolean): fc.Arbitrary<RawFile> {
	return fc
		.record({
			encoding: fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
			delimiter: fc.constantFrom(',', ';', '\t', '|', 'é'),
			hasMark: fc.boolean(),
			hasSeparatorLine: fc.boolean(),
			titles: fc.nat({ max: 2 }),
			endsWithLineEnd: fc.boolean(),
			wrongBytes: fc.array(fc.integer({ min: 0x80, max: 0xff }), { minLength: 1, maxLength: 4 })
		})
		.chain(({ hasSeparatorLine, endsWithLineEnd, ...file }) => {
			const lineEnd = fc.oneof(fc.constant('\r\n'), fc.constantFrom(...lineEnds));
			const cells = fc.array(arbitraryCell(file.delimiter, file.encoding, open), {
				minLength: 1,
				maxLength: 5
			});
			const header = fc.record({ cells: fc.constant<string[]>(['email', 'name', quoted('notes')]), lineEnd });
			const row = fc.record({ cells, lineEnd });
			return fc
				.tuple(
					fc.array(row, { minLength: file.titles, maxLength: file.titles }),
					header,
					fc.array(row, { minLength: 1, maxLength: 6 }),
					lineEnd
				)
				.map(([titles, header, rows, lineEnd]) => {
					const all = [...titles, header, ...rows];
					const last = all.at(-1);
					if (last && !endsWithLineEnd) last.lineEnd = '';
					return {
						...file,
						hasMark: file.encoding.startsWith('utf-16') || (file.encoding === 'utf-8' && file.hasMark),
						separatorLine: hasSeparatorLine ? `sep=${file.delimiter}${lineEnd}` : '',
						rows: all
					};
				});
		});
}

function arbitraryCell(delimiter: string, encoding: Encoding, open: boolean): fc.Arbitrary<RawCell> {
	const text = arbitraryText().filter((text) => encodeText(text, encoding) !== null);
	const plain = text.filter((text) => !needsQuotes(text, delimiter));
	return fc.oneof(
		{ weight: 4, arbitrary: plain },
		{ weight: 2, arbitrary: text.map(quoted) },
		{ weight: 1, arbitrary: text.map((text) => `${quoted(text)}  `) },
		{ weight: 1, arbitrary: plain.filter((text) => text !== '').map((text) => `${text}"`) },
		...(encoding === 'utf-8' ? [{ weight: 1, arbitrary: plain.map((text) => text + wrong) }] : []),
		...(open ? [{ weight: 2, arbitrary: fc.constantFrom('"a', '"a"b', '"""', '"') }] : [])
	);
}

/** The bytes of a file. */
export function bytesOfFile(file: RawFile): Uint8Array {
	const { encoding, delimiter, hasMark, separatorLine, rows, wrongBytes } = file;
	const lines = rows.map(({ cells, lineEnd }) => cells.join(delimiter) + lineEnd);
	const text = (hasMark ? '\ufeff' : '') + separatorLine + lines.join('');
	const parts = text.split(wrong).map((part) => {
		const bytes = encodeText(part, encoding);
		if (bytes === null) throw new Error('A generated file has a character that its encoding lacks.');
		return bytes;
	});
	return Uint8Array.from(parts.flatMap((part, i) => (i === 0 ? [...part] : [...wrongBytes, ...part])));
}

/** How such a file is read. */
export function readOptions({ encoding, delimiter, titles }: RawFile): ReadOptions {
	return { encoding, delimiter, firstRow: 'header', headerRow: titles + 1 };
}
