import { columnLetters } from '../headers/column-letters.ts';
import { trimText } from '../../customer/text.ts';
import { headerKey } from '../headers/header-names.ts';
import { type ColumnLook, lookIntoColumns } from './look-into-columns.ts';
import type { ProposedMapping } from '../mapping.ts';
import { shortenText } from '../shorten-text.ts';
import type { CsvTable } from '../table.ts';
import type { ColumnSummary } from '../worker-api.ts';

// What the screen has room for, and what the import's record keeps.
const maxLabelLength = 60;
const maxHeaderLength = 200;

const nothing: ColumnLook = { filled: 0, samples: [] };

/**
 * The columns of a file as the mapping dropdowns show them (spec M7), those of the header and then joined ones
 * (spec M8). No cell of a password column is in here (spec P9).
 */
export function summarizeColumns(table: CsvTable, proposed: ProposedMapping): ColumnSummary[] {
	const alike = new Map<string, number>();
	for (const header of table.header) {
		const key = headerKey(header);
		alike.set(key, (alike.get(key) ?? 0) + 1);
	}
	const looks = lookIntoColumns(table);
	const columns = table.header.map((written, index): ColumnSummary => {
		const column = proposed.columns[index];
		const ignored = column !== undefined && 'ignored' in column ? column.ignored : null;
		const letters = columnLetters(index);
		const trimmed = trimText(written);
		const header = trimmed === '' ? `Column ${letters}` : shortenText(trimmed, maxHeaderLength);
		const label = shortenText(header, maxLabelLength);
		const isTwin = trimmed !== '' && (alike.get(headerKey(written)) ?? 0) > 1;
		const selectable = ignored !== 'password' && ignored !== 'set-aside-reason';
		const { filled, samples } = looks[index] ?? nothing;
		return {
			index,
			header,
			label: isTwin ? `${label} (column ${letters})` : label,
			filled,
			samples: selectable ? samples : [],
			ignored,
			selectable,
			joins: null
		};
	});
	const joined = table.joined.map(({ header, columns: joins }, i): ColumnSummary => {
		const index = table.header.length + i;
		const label = shortenText(header, maxLabelLength);
		const look = looks[index] ?? nothing;
		return { index, header, label, ...look, ignored: null, selectable: true, joins };
	});
	return [...columns, ...joined];
}
