import { trimText } from '../../customer/text.ts';
import { passwordColumns } from '../headers/password-columns.ts';
import { widthOf } from './row-shape.ts';
import { shortenText } from '../shorten-text.ts';
import type { CsvTable } from '../table.ts';
import type { FileSummary } from '../worker-api.ts';

const maxCells = 12;
const maxCellLength = 40;

/**
 * The rows from which another header can be chosen (spec P10), cut to what the screen has room for. A column
 * that any of them calls a password is left empty in all of them: which one is the header is not decided yet
 * (spec P9).
 */
export function summarizeTopRows({ top }: CsvTable): FileSummary['topRows'] {
	const passwords = passwordColumns(top.map(({ cells }) => cells));
	return top.map(({ row, cells }) => ({
		row,
		cells: cells
			.slice(0, Math.min(maxCells, widthOf(cells)))
			.map((cell, column) => (passwords.has(column) ? '' : shortenText(trimText(cell), maxCellLength)))
	}));
}
