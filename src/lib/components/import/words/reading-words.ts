import type { FileSummary, FirstRows, Reading } from '../../../import/worker-api.ts';
import { countOf, delimiterLabels, encodingLabels, fileSize } from './words.ts';

/** A delimiter by its name; a `sep=` line may name a character that has none (spec P1). */
export function delimiterLabel(delimiter: string): string {
	return delimiterLabels[delimiter] ?? delimiter;
}

/** How a file was read, in a line: "Comma · UTF-8 · header in row 1" (spec P2, P10, P11). */
export function readingInBrief(file: FileSummary | FirstRows): string {
	const { dialect, headerRow } = file;
	const workbook = 'workbook' in file ? file.workbook : null;
	const kind =
		workbook === null
			? [delimiterLabel(dialect.delimiter), encodingLabels[dialect.encoding]]
			: ['Excel workbook', `sheet “${workbook.sheet}”`];
	return [...kind, headerRow === null ? 'no header row' : `header in row ${headerRow}`].join(' · ');
}

/** What screen readers are told when the first rows of a long file are on the screen. */
export function beginningNews(rows: number): string {
	return `The first ${countOf(rows, 'row')} of the file are here. Reading the rest`;
}

/** What stands above the first rows of a file that is not read to its end (spec I3). */
export function beginningTitle(rows: number): string {
	return `The first ${countOf(rows, 'row')}`;
}

/** How much of a file is read: "12 MB of 34 MB". */
export function readSoFar(part: number, bytes: number): string {
	return `${fileSize(part * bytes)} of ${fileSize(bytes)}`;
}

/**
 * The columns of which a choice of readings shows the cells, at most so many: those in which the readings differ
 * before others, since these tell which one is right.
 */
export function columnsToShow(readings: readonly Reading[], most: number): number[] {
	const width = Math.max(0, ...readings.flatMap(({ rows }) => rows.map((cells) => cells.length)));
	const columns = Array.from({ length: width }, (_, column) => column);
	function isDiffering(column: number): boolean {
		return new Set(readings.map(({ rows }) => JSON.stringify(rows.map((cells) => cells[column])))).size > 1;
	}
	const differing = columns.filter(isDiffering);
	const others = columns.filter((column) => !differing.includes(column));
	return [...differing, ...others].slice(0, most).sort((one, other) => one - other);
}

/** Whether all readings show the same, so that it makes no difference which one is taken. */
export function areAlike(readings: readonly Reading[]): boolean {
	return new Set(readings.map(({ rows }) => JSON.stringify(rows))).size <= 1;
}
