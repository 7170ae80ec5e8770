import { columnLetters } from '../headers/column-letters.ts';
import { readEmail } from '../../customer/email.ts';
import type { FileRows } from './file-rows.ts';
import { findHeaderRow } from './find-header-row.ts';
import { type SizeLimits, maxColumns } from '../limits.ts';
import { joinedColumns } from '../headers/name-pair.ts';
import { problemOfRow } from './row-shape.ts';
import type { CsvTable, Dialect, FileProblem, ReadOptions, ReadResult, RowProblem } from '../table.ts';

// As many rows as the screen offers to choose the header from.
const maxTopRows = 12;

/**
 * Makes a table of a file's rows: finds the header, drops blank rows and looks at the width of the others (spec
 * P4-P7, P10), or says why it is no customer list (I2, I5).
 */
export function makeTable(
	file: FileRows,
	dialect: Dialect,
	options: ReadOptions,
	{ maxRows }: SizeLimits
): ReadResult {
	const first = firstFilled(file);
	if (first === undefined) return unreadable({ code: 'FILE_EMPTY' });
	const isData = options.firstRow === 'data';
	const start = isData ? first : chooseHeaderRow(file, first, options);
	const width = file.filledWidth(start);
	if (width > maxColumns) return unreadable({ code: 'FILE_TOO_MANY_COLUMNS', columns: width, maxColumns });
	const startRow = file.row(start);
	const isChosen = options.firstRow !== undefined || options.headerRow === start + 1;
	if (!isChosen && startRow.some((cell) => readEmail(cell).ok)) {
		return unreadable({ code: 'FILE_NO_HEADER' });
	}
	if (!isData && file.openQuotes.has(start)) return unreadable({ code: 'FILE_HEADER_QUOTE', row: start + 1 });
	const header = isData ? startRow.map((_, index) => `Column ${columnLetters(index)}`) : [...startRow];

	const begin = isData ? start : start + 1;
	const rowNumbers = new Int32Array(Math.min(file.length - begin, maxRows));
	const problems = new Map<number, RowProblem>();
	const openQuotes = new Map<number, readonly number[]>();
	let rows = 0;
	let shortRows = 0;
	for (let i = begin; i < file.length; i++) {
		if (file.isBlank(i)) continue;
		rows++;
		// Of a file with too many rows only their number is told.
		if (rows > maxRows) continue;
		rowNumbers[rows - 1] = i + 1;
		const cells = file.width(i);
		const open = file.openQuotes.get(i);
		if (open) openQuotes.set(rows - 1, open);
		else if (cells < header.length) shortRows++;
		if (open || (cells > header.length && file.filledWidth(i) > header.length)) {
			const problem = problemOfRow(file.row(i), header.length, open ?? []);
			if (problem) problems.set(rows - 1, problem);
		}
	}
	if (rows === 0) return unreadable({ code: 'FILE_NO_ROWS' });
	if (rows > maxRows) return unreadable({ code: 'FILE_TOO_MANY_ROWS', rows, maxRows });
	const filled = rows === rowNumbers.length ? rowNumbers : rowNumbers.slice(0, rows);
	return {
		kind: 'table',
		table: {
			dialect,
			header,
			joined: joinedColumns(header),
			headerRow: isData ? null : start + 1,
			top: topRows(file, start),
			rows: file.pick(filled),
			rowNumbers: filled,
			plain: file.plain,
			problems,
			openQuotes,
			blankRows: file.length - begin - rows,
			shortRows
		}
	};
}

/** What a file is that is no customer list. */
export function unreadable(problem: FileProblem): ReadResult {
	return { kind: 'unreadable', problem };
}

/** The header that was chosen, where that row has something in it, or else the one that is found (spec P10). */
function chooseHeaderRow(file: FileRows, first: number, { firstRow, headerRow }: ReadOptions): number {
	const chosen = (headerRow ?? 0) - 1;
	if (Number.isInteger(chosen) && chosen >= 0 && chosen < file.length && !file.isBlank(chosen)) return chosen;
	if (firstRow === 'header') return first;
	const looked: number[] = [];
	const found = findHeaderRow(textsOfFilled(file, first, looked));
	return looked[found] ?? first;
}

/** The rows that are not blank, one after the other, as they are asked for; `indices` gets where they are. */
function* textsOfFilled(file: FileRows, first: number, indices: number[]): Iterable<readonly string[]> {
	for (let i = first; i < file.length; i++) {
		if (file.isBlank(i)) continue;
		indices.push(i);
		yield file.row(i);
	}
}

function firstFilled(file: FileRows): number | undefined {
	for (let i = 0; i < file.length; i++) if (!file.isBlank(i)) return i;
	return undefined;
}

/** The first rows, and with them the header and the row below it, wherever these are. */
function topRows(file: FileRows, start: number): CsvTable['top'] {
	const top: CsvTable['top'] = [];
	for (let i = 0; i < file.length && (top.length < maxTopRows || i <= start + 1); i++) {
		const isShown = top.length < maxTopRows || i >= start;
		if (isShown && !file.isBlank(i)) top.push({ row: i + 1, cells: file.row(i) });
	}
	return top;
}
