import { detectFileKind } from './read/detect-file-kind.ts';
import type { SizeLimits } from './limits.ts';
import { readCsv } from './read/read-csv.ts';
import type { CsvTable, FileProblem, ReadOptions } from './table.ts';

/** A file that was read, and the bytes of CSV that its rows stand in: its own, or those of a workbook's sheet. */
export type ReadFile =
	| {
			kind: 'table';
			table: CsvTable;
			bytes: Uint8Array<ArrayBuffer>;
			workbook: { sheets: string[]; sheet: string } | null;
	  }
	| { kind: 'unreadable'; problem: FileProblem };

/**
 * Reads a file of any kind that the import takes, by its bytes and not by its name: CSV, or an `.xlsx` workbook,
 * whose reader is loaded only then (spec P11). Never throws on any bytes.
 *
 * @throws what loading the reader throws, where that fails
 */
export async function readFile(
	bytes: Uint8Array<ArrayBuffer>,
	options: ReadOptions,
	limits: SizeLimits
): Promise<ReadFile> {
	if (detectFileKind(bytes) === 'xlsx') {
		const { readWorkbook } = await import('./workbook/read-workbook.ts');
		return readWorkbook(bytes, options, limits);
	}
	const read = readCsv(bytes, options, limits);
	return read.kind === 'table' ? { ...read, bytes, workbook: null } : read;
}
