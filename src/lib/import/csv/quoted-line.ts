import { escapeFormula } from './formula-guard.ts';

/** One line of a CSV file that is written for people: every cell in quotes, none that a spreadsheet would run (spec E2, E3). */
export function quotedLine(cells: readonly string[]): string {
	return `${cells.map((cell) => `"${escapeFormula(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}
