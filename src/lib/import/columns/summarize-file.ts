import { proposeMapping } from './match-headers.ts';
import { summarizeColumns } from './summarize-columns.ts';
import { summarizeTopRows } from '../read/summarize-top-rows.ts';
import type { CsvTable } from '../table.ts';
import type { FileSummary } from '../worker-api.ts';

/**
 * What the page is told of a file that was read.
 *
 * @param file the size of the file itself in bytes, and its SHA-256 in lower-case hexadecimal
 */
export function summarizeFile(
	file: { bytes: number; sha256: string },
	table: CsvTable,
	workbook: FileSummary['workbook']
): FileSummary {
	const proposed = proposeMapping(table);
	return {
		rows: table.rows.length,
		blankRows: table.blankRows,
		...file,
		dialect: table.dialect,
		columns: summarizeColumns(table, proposed),
		mapping: proposed.mapping,
		suggestions: proposed.suggestions,
		headerRow: table.headerRow,
		topRows: summarizeTopRows(table),
		workbook
	};
}
