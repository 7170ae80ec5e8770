import { sha256Hex } from './digest.ts';
import { proposeMapping } from './match-headers.ts';
import { summarizeColumns } from './summarize-columns.ts';
import type { CsvTable } from './table.ts';
import type { FileSummary } from './worker-api.ts';

/** What the page is told of a file that was read. */
export function summarizeFile(bytes: Uint8Array, table: CsvTable): FileSummary {
	const proposed = proposeMapping(table);
	return {
		rows: table.rows.length,
		blankRows: table.blankRows,
		bytes: bytes.length,
		sha256: sha256Hex(bytes),
		dialect: table.dialect,
		columns: summarizeColumns(table, proposed),
		mapping: proposed.mapping
	};
}
