import { columnLetters } from '../headers/column-letters.ts';
import { trimText } from '../../customer/text.ts';
import { headerKey } from '../headers/header-names.ts';
import type { ProposedMapping } from '../mapping.ts';
import { shortenText } from '../shorten-text.ts';
import { type CsvTable, cellText } from '../table.ts';
import type { ColumnSummary } from '../worker-api.ts';

const maxSamples = 3;
const maxSampleLength = 60;
// What the screen has room for, and what the import's record keeps.
const maxLabelLength = 60;
const maxHeaderLength = 200;

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
	const columns = table.header.map((written, index): ColumnSummary => {
		const column = proposed.columns[index];
		const ignored = column !== undefined && 'ignored' in column ? column.ignored : null;
		const letters = columnLetters(index);
		const trimmed = trimText(written);
		const header = trimmed === '' ? `Column ${letters}` : shortenText(trimmed, maxHeaderLength);
		const label = shortenText(header, maxLabelLength);
		const isTwin = trimmed !== '' && (alike.get(headerKey(written)) ?? 0) > 1;
		const selectable = ignored !== 'password' && ignored !== 'set-aside-reason';
		const { filled, samples } = lookInto(table, index);
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
		return { index, header, label, ...lookInto(table, index), ignored: null, selectable: true, joins };
	});
	return [...columns, ...joined];
}

function lookInto(table: CsvTable, index: number): { filled: number; samples: string[] } {
	let filled = 0;
	const samples: string[] = [];
	for (let row = 0; row < table.rows.length; row++) {
		const value = trimText(cellText(table, row, index));
		if (value === '') continue;
		filled++;
		if (samples.length === maxSamples) continue;
		const sample = shortenText(value, maxSampleLength);
		if (!samples.includes(sample)) samples.push(sample);
	}
	return { filled, samples };
}
