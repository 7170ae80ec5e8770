import type { CellPlace } from './locate-cells.ts';

const needsQuotes = /["\r\n]|^\ufeff/;

/** A cell's text as it is written in a file: in quotes if it was, and otherwise only where it has to be (RFC 4180). */
export function writeCell(text: string, delimiter: string, style: CellPlace['style']): string {
	const isQuoted = style === 'quoted' || text.includes(delimiter) || needsQuotes.test(text);
	return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
}
