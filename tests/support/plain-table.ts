import fc from 'fast-check';
import { type FieldName, fieldNames } from '../../src/lib/customer/customer.ts';
import { joinedColumns } from '../../src/lib/import/headers/name-pair.ts';
import type { CsvTable } from '../../src/lib/import/table.ts';
import { type PlainCells, listedRows } from '../../src/lib/import/table-rows.ts';
import { arbitraryRow } from './arbitrary-cells.ts';
import { type RawCell, needsQuotes, quoted } from './arbitrary-csv.ts';

/**
 * A table of a plain file whose cells are given as they stand in it, quotes included, so that nothing has to find
 * them; every row is a data row but the header.
 *
 * @param rows may be shorter or longer than the header
 */
export function plainTable(
	header: readonly string[],
	rows: readonly (readonly RawCell[])[],
	lineEnd: '\n' | '\r\n' = '\n',
	endsWithLineEnd = true
): CsvTable & { plain: PlainCells } {
	const lines = [header, ...rows];
	const encoder = new TextEncoder();
	const starts: number[] = [];
	const firstCells: number[] = [];
	let at = 0;
	for (const cells of lines) {
		firstCells.push(starts.length);
		cells.forEach((cell, column) => {
			starts.push(at);
			at += encoder.encode(cell).length + (column === cells.length - 1 ? lineEnd.length : 1);
		});
	}
	const text = lines.map((cells) => cells.join(',')).join(lineEnd);
	const numbers = rows.map((_, i) => i + 2);
	return {
		dialect: { encoding: 'utf-8', delimiter: ',' },
		header: [...header],
		joined: joinedColumns(header),
		headerRow: 1,
		top: [],
		rows: listedRows(rows.map((cells) => cells.map(unquoted))),
		rowNumbers: Int32Array.from(numbers),
		plain: {
			bytes: encoder.encode(endsWithLineEnd ? text + lineEnd : text),
			starts: Uint32Array.from([...starts, at]),
			firstCells: Uint32Array.from([...firstCells, starts.length]),
			lineEndLength: lineEnd.length === 2 ? 2 : 1
		},
		problems: new Map(),
		openQuotes: new Map(),
		blankRows: 0,
		shortRows: rows.filter((cells) => cells.length < header.length).length
	};
}

function unquoted(cell: RawCell): string {
	return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

// White space that is trimmed, and characters whose UTF-8 nearly is that of white space.
const spaces = '\t\v\f \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const nearSpaces = '\u0084\u00e0\u1681\u200b\u2010\u2030\u2060\u3001\u3040\ufefe\uff00é😀';
const marks = 'aA0.@-\'="\r\n,';

/** Text made of parts that bytes must be told apart by. */
function textOfParts(...parts: string[]): fc.Arbitrary<string> {
	return fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((found) => found.join(''));
}

function arbitraryCellText(field: FieldName): fc.Arbitrary<string> {
	return fc.oneof(
		arbitraryRow().map((row) => row[field]),
		textOfParts(...spaces, ...nearSpaces, ...marks),
		textOfParts('a', 'Z', '0', '.', '@', '-', '+', "'", 'é', 'gmial', '.com', '.con', 'x.co', '\u212a'),
		textOfParts('0', '00', '1', '250', '12345', '.', ',', '-', '$', '€', ' '),
		fc.constantFrom('subscribed', 'lead', 'CA', 'ok', 'Blocked', '2', 'ann@gmial.com', 'ANN@GMAIL.CON')
	);
}

/** Rows of the five fields as a plain file has them, some in quotes, some short. */
export function arbitraryPlainRows(): fc.Arbitrary<RawCell[][]> {
	const cells = fieldNames.map((field) =>
		fc.tuple(arbitraryCellText(field), fc.boolean()).map(([text, inQuotes]) => plainCell(text, inQuotes))
	);
	return fc.array(
		fc.tuple(fc.tuple(...cells), fc.nat(9)).map(([row, width]) => row.slice(0, Math.max(1, width))),
		{ minLength: 1, maxLength: 12 }
	);
}

export const plainLineEnd = fc.constantFrom('\n' as const, '\r\n' as const);

/** A text as a cell of a plain file, which has no NUL; in quotes where it must be, or if wanted. */
function plainCell(text: string, inQuotes: boolean): RawCell {
	const stored = text.replaceAll('\0', '');
	// A quote within an unquoted cell is text.
	return inQuotes || needsQuotes(stored.replaceAll(/(?<!^)"/g, ''), ',') ? quoted(stored) : stored;
}
