import { trimText } from '../../customer/text.ts';
import type { RowProblem } from '../table.ts';

/** Whether a row has nothing in it; such rows are skipped (spec P4). */
export function isBlank(row: readonly string[]): boolean {
	return row.every(isBlankCell);
}

/** The number of cells up to the last one with something in it. */
export function widthOf(row: readonly string[]): number {
	return row.findLastIndex((cell) => !isBlankCell(cell)) + 1;
}

/**
 * What is wrong with the shape of a row: an open quote, or cells beyond the header (spec P5, P6).
 *
 * @param width the number of the header's cells
 * @param openQuotes the columns in which a quote is open
 */
export function problemOfRow(
	row: readonly string[],
	width: number,
	openQuotes: readonly number[]
): RowProblem | undefined {
	if (openQuotes.length > 0) return { code: 'QUOTE_OPEN' };
	if (row.length <= width) return undefined;
	const cells = widthOf(row);
	return cells > width ? { code: 'ROW_WIDTH', cells, expected: width } : undefined;
}

function isBlankCell(cell: string): boolean {
	return cell === '' || trimText(cell) === '';
}
