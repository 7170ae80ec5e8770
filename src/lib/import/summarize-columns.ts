import { trimText } from '../customer/text.ts';
import { headerKey } from './header-names.ts';
import type { ProposedMapping } from './mapping.ts';
import { shortenText } from './shorten-text.ts';
import type { CsvTable } from './table.ts';
import type { ColumnSummary } from './worker-api.ts';

const maxSamples = 3;
const maxSampleLength = 60;
// What the screen has room for, and what the import's record keeps.
const maxLabelLength = 60;
const maxHeaderLength = 200;

/** The columns of a file as the mapping dropdowns show them (spec M7). No cell of a password column is in here (spec P9). */
export function summarizeColumns(table: CsvTable, proposed: ProposedMapping): ColumnSummary[] {
	const alike = new Map<string, number>();
	for (const header of table.header) {
		const key = headerKey(header);
		alike.set(key, (alike.get(key) ?? 0) + 1);
	}
	return table.header.map((written, index) => {
		const column = proposed.columns[index];
		const ignored = column !== undefined && 'ignored' in column ? column.ignored : null;
		const letters = columnLetters(index);
		const trimmed = trimText(written);
		const header = trimmed === '' ? `Column ${letters}` : shortenText(trimmed, maxHeaderLength);
		const label = shortenText(header, maxLabelLength);
		const isTwin = trimmed !== '' && (alike.get(headerKey(written)) ?? 0) > 1;
		const selectable = ignored !== 'password';
		const { filled, samples } = lookInto(table, index);
		return {
			index,
			header,
			label: isTwin ? `${label} (column ${letters})` : label,
			filled,
			samples: selectable ? samples : [],
			ignored,
			selectable
		};
	});
}

/** The name that spreadsheets give to a column: 0 is `A`, 25 is `Z`, 26 is `AA`. */
export function columnLetters(index: number): string {
	const letter = String.fromCharCode(65 + (index % 26));
	return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

function lookInto(table: CsvTable, index: number): { filled: number; samples: string[] } {
	let filled = 0;
	const samples: string[] = [];
	for (const row of table.rows) {
		const value = trimText(row[index] ?? '');
		if (value === '') continue;
		filled++;
		if (samples.length === maxSamples) continue;
		const sample = shortenText(value, maxSampleLength);
		if (!samples.includes(sample)) samples.push(sample);
	}
	return { filled, samples };
}
