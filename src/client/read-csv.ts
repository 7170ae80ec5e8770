import { summarizeFile } from '../lib/import/columns/summarize-file.ts';
import { type ImportLimits, type SizeLimits, defaultLimits, fitsOneImport } from '../lib/import/limits.ts';
import { fileProblemMessage } from '../lib/import/messages.ts';
import { sha256Hex } from '../lib/import/plan/digest.ts';
import { readFile } from '../lib/import/read-file.ts';
import type { CsvTable, FileProblem, ReadOptions } from '../lib/import/table.ts';
import type { FileSummary } from '../lib/import/worker-api.ts';

/** How a file is read; what is left out is detected, as on the import page. */
export interface ReadCsvOptions extends ReadOptions {
	/** The name under which its import is listed. */
	fileName?: string;
	/** Those of the server, where it is configured to others than the defaults. */
	limits?: ImportLimits;
}

/** A file that was read: what its columns are called and hold, and its rows. */
export interface ReadTable extends FileSummary {
	kind: 'table';
	fileName: string;
	/** @internal The rows, for `mapColumns`. */
	table: CsvTable;
	/** @internal The limits of one import, where the file takes several (spec I30); null where one holds it. */
	batchLimits: SizeLimits | null;
}

/** Why a file is no customer list. */
export interface Unreadable {
	kind: 'unreadable';
	problem: FileProblem;
	/** A sentence for a person. */
	message: string;
}

/**
 * Reads a file as the import page does, by its bytes and not by its name: CSV in any of its dialects and encodings, or an
 * `.xlsx` workbook (spec 3.2). Nothing leaves the program. Never rejects on any bytes, which stay the caller's.
 */
export async function readCsv(
	bytes: Uint8Array,
	options: ReadCsvOptions = {}
): Promise<ReadTable | Unreadable> {
	const { fileName = 'customers.csv', limits = defaultLimits, ...reading } = options;
	const original = new Uint8Array(bytes);
	const read = await readFile(original, reading, limits.file);
	if (read.kind === 'unreadable') {
		const { problem } = read;
		return { kind: 'unreadable', problem, message: fileProblemMessage(problem) };
	}
	const { table, workbook } = read;
	const file = { bytes: original.length, sha256: sha256Hex(original) };
	const size = { bytes: file.bytes, csvBytes: read.bytes.length, rows: table.rows.length };
	return {
		kind: 'table',
		...summarizeFile(file, table, workbook),
		fileName,
		table,
		batchLimits: fitsOneImport(size, limits) ? null : limits
	};
}
