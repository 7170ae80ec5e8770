import { matchHeader } from '../headers/header-names.ts';
import { type SizeLimits, maxCsvFactor } from '../limits.ts';
import { readCsv } from '../read/read-csv.ts';
import { type Sheet, type WorkbookContext, readWorksheet } from './read-worksheet.ts';
import { type ReadPart, UnpackedTooLarge, openZip } from './read-zip.ts';
import type { CsvTable, FileProblem, ReadOptions } from '../table.ts';
import {
	type Relationships,
	readFormats,
	readRelationships,
	readSharedStrings,
	readWorkbookInfo
} from './workbook-parts.ts';
import { writeSheetCsv } from './write-sheet-csv.ts';

/** A sheet as the CSV file that it was read as, and the sheets that there are to choose from. */
export interface ReadSheet {
	kind: 'table';
	table: CsvTable;
	bytes: Uint8Array<ArrayBuffer>;
	workbook: { sheets: string[]; sheet: string };
}

type ReadCells = Omit<ReadSheet, 'workbook'>;
type Unreadable = { kind: 'unreadable'; problem: FileProblem };

/** A workbook whose parts can be read. */
interface Workbook extends WorkbookContext {
	read: ReadPart;
	sheets: { name: string; part: string }[];
}

// A sheet is packed about ten to one; what is packed much closer was made to hurt.
const maxUnpackedFactor = 50;
// A part is read as one text, and no browser's text is longer.
const maxUnpackedBytes = 500_000_000;
// To find the one with the customers in.
const maxSheetsTried = 50;

/**
 * Reads a sheet of an `.xlsx` workbook as the sheet shows it (spec P11): the one that was chosen, or else the first
 * one that is a list of customers by its header, or else the first one that can be read at all. Sheets that the
 * workbook hides are left out. It never throws on any bytes.
 */
export function readWorkbook(
	bytes: Uint8Array,
	options: ReadOptions,
	limits: SizeLimits
): ReadSheet | Unreadable {
	if (bytes.length > limits.maxBytes) {
		return unreadable({ code: 'FILE_TOO_LARGE', bytes: bytes.length, maxBytes: limits.maxBytes });
	}
	try {
		const workbook = openWorkbook(openZip(bytes, maxUnpacked(limits)));
		const chosen = workbook.sheets.find(({ name }) => name === options.sheet);
		return chosen ? readSheet(workbook, chosen, options, limits) : chooseSheet(workbook, options, limits);
	} catch (error) {
		return problemOf(error, limits);
	}
}

/** What a reader of parts says that it cannot read. */
function problemOf(error: unknown, limits: SizeLimits): Unreadable {
	if (!(error instanceof UnpackedTooLarge)) return unreadable({ code: 'FILE_XLSX_DAMAGED' });
	return unreadable({
		code: 'FILE_XLSX_TOO_LARGE',
		bytes: error.bytes,
		maxBytes: maxUnpacked(limits)
	});
}

function maxUnpacked({ maxBytes }: SizeLimits): number {
	return Math.min(maxBytes * maxUnpackedFactor, maxUnpackedBytes);
}

function chooseSheet(workbook: Workbook, options: ReadOptions, limits: SizeLimits): ReadSheet | Unreadable {
	let table: ReadSheet | undefined;
	let problem: Unreadable | undefined;
	for (const sheet of workbook.sheets.slice(0, maxSheetsTried)) {
		const read = readSheet(workbook, sheet, options, limits);
		// That one sheet is empty says nothing about the others.
		if (read.kind === 'unreadable')
			problem = problem?.problem.code === 'FILE_EMPTY' ? read : (problem ?? read);
		else if (read.table.header.some((header) => matchHeader(header)?.field === 'email')) return read;
		else table ??= read;
	}
	return table ?? problem ?? unreadable({ code: 'FILE_EMPTY' });
}

function readSheet(
	workbook: Workbook,
	{ name, part }: { name: string; part: string },
	options: ReadOptions,
	limits: SizeLimits
): ReadSheet | Unreadable {
	let cells: Sheet;
	try {
		cells = readWorksheet(partOf(workbook.read, part), workbook);
	} catch (error) {
		return problemOf(error, limits);
	}
	const read = readCells(cells, 1, options, limits);
	// No cell of a sheet is missing: a row ends where its last filled cell is.
	const whole = isShort(read) ? readCells(cells, read.table.header.length, options, limits) : read;
	if (whole.kind === 'unreadable') return whole;
	const sheets = workbook.sheets.map((sheet) => sheet.name);
	return { ...whole, workbook: { sheets, sheet: name } };
}

function isShort(read: ReadCells | Unreadable): read is ReadCells {
	return read.kind === 'table' && read.table.shortRows > 0;
}

function readCells(
	cells: Sheet,
	width: number,
	{ headerRow, firstRow }: ReadOptions,
	limits: SizeLimits
): ReadCells | Unreadable {
	const maxBytes = limits.maxBytes * maxCsvFactor;
	const csv = writeSheetCsv(cells, width, maxBytes);
	if (csv.kind === 'too-large') {
		return unreadable({ code: 'FILE_XLSX_TOO_LARGE', bytes: csv.bytes, maxBytes });
	}
	const options: ReadOptions = { encoding: 'utf-8', delimiter: ',', headerRow, firstRow };
	const read = readCsv(csv.bytes, options, { ...limits, maxBytes });
	return read.kind === 'unreadable' ? read : { ...read, bytes: csv.bytes };
}

function openWorkbook(read: ReadPart): Workbook {
	const root = readRelationships(partOf(read, '_rels/.rels'), '');
	const part = partOfKind(root, 'officeDocument') ?? 'xl/workbook.xml';
	const [, folder = '', file = ''] = /^(.*\/)?([^/]*)$/.exec(part) ?? [];
	const related = readRelationships(partOf(read, `${folder}_rels/${file}.rels`), folder);
	const { sheets, from1904 } = readWorkbookInfo(partOf(read, part));
	const worksheets = sheets.filter(({ id }) => related.get(id)?.kind === 'worksheet');
	const visible = worksheets.filter(({ isHidden }) => !isHidden);
	const sharedStrings = partOfKind(related, 'sharedStrings');
	const styles = partOfKind(related, 'styles');
	return {
		read,
		sheets: (visible.length > 0 ? visible : worksheets).map(({ name, id }) => ({
			name,
			part: related.get(id)?.part ?? ''
		})),
		from1904,
		sharedStrings: sharedStrings === undefined ? [] : readSharedStrings(partOf(read, sharedStrings)),
		formats: styles === undefined ? [] : readFormats(partOf(read, styles))
	};
}

function partOfKind(relationships: Relationships, kind: string): string | undefined {
	return [...relationships.values()].find((one) => one.kind === kind)?.part;
}

function partOf(read: ReadPart, name: string): Uint8Array {
	const part = read(name);
	if (part === undefined) throw new Error(`The workbook has no part ${name}.`);
	return part;
}

function unreadable(problem: FileProblem): Unreadable {
	return { kind: 'unreadable', problem };
}
