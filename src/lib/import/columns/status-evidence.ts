import { meaningOfStatus } from '../../customer/status.ts';
import { trimText } from '../../customer/text.ts';
import { indexWords } from '../check/index-words.ts';
import { headerKey } from '../headers/header-names.ts';
import { headerWords } from '../headers/header-words.ts';
import type { CsvTable } from '../table.ts';

// Oklahoma, in most files with states; a status word as well.
const ambiguousWord = 'ok';

const addressWords =
	/^(?:city|town|zip|zipcode|postal|postcode|postalcode|street|address|address1|country|province|county)$/;

// What mailing lists, shop logins, subscriptions and sales pipelines call their states. Most of them mean nothing
// to this importer and would be read as ACTIVE.
const otherStatus =
	/^(?:un|not|non|never)?subscribed$|^cleaned$|^(?:hard|soft)?bounced$|^opted(?:in|out)$|^(?:not)?invited$|^declined$|^trialing$|^pastdue$/;
const pipelineStatus = /^(?:lead|prospect)|^(?:un)?qualified$|closed(?:won|lost)$/;

// Of columns as the file has them: a fix changes nothing but its own cells.
const counted = new WeakMap<CsvTable, Map<number, ValueCounts>>();

/**
 * Whether a column that is named like the status holds something else (spec M5): postal states, or the states of a
 * mailing list, a subscription, a sales pipeline or an unknown list of numbers. To read such a column as the status
 * would unblock every customer.
 *
 * @param source as the file was read
 * @param fixes the same with fixes, and the rows that have any
 */
export function speaksAgainstStatus(
	source: CsvTable,
	column: number,
	fixes?: { table: CsvTable; rows: Iterable<number> }
): boolean {
	const values = { ...valuesOf(source, column) };
	for (const row of fixes?.rows ?? []) {
		addValue(values, source.rows.cell(row, column), -1);
		addValue(values, fixes?.table.rows.cell(row, column) ?? '', 1);
	}
	return speaksAgainst(values, source, column);
}

function speaksAgainst(values: ValueCounts, table: CsvTable, column: number): boolean {
	if (headerKey(table.header[column] ?? '').includes('state') && isPostal(table, values)) return true;
	if (values.otherStatus > 0) return true;
	if (values.pipelineStatus > 0 && values.blockingWords === 0) return true;
	return values.filled > 0 && values.numbers === values.filled && values.largeNumbers > 0;
}

interface ValueCounts {
	filled: number;
	known: number;
	ambiguous: number;
	/** Words, not numbers, that mean BLOCKED. */
	blockingWords: number;
	otherStatus: number;
	pipelineStatus: number;
	numbers: number;
	/** Numbers beyond 0 and 1: all of them are then numbers of an unknown list. */
	largeNumbers: number;
}

/**
 * Most of the non-empty values are no status words. `OK` speaks for neither side; where nothing else is said, a
 * column of them is a state, and an empty one is a state where it stands in an address.
 */
function isPostal(table: CsvTable, { filled, known, ambiguous }: ValueCounts): boolean {
	const telling = filled - ambiguous;
	if (telling > 0) return (telling - (known - ambiguous)) * 2 > telling;
	return (
		ambiguous > 0 || table.header.some((text) => headerWords(text).some((word) => addressWords.test(word)))
	);
}

function valuesOf(table: CsvTable, column: number): ValueCounts {
	const known = counted.get(table) ?? new Map<number, ValueCounts>();
	counted.set(table, known);
	const values = known.get(column) ?? countValues(table, column);
	known.set(column, values);
	return values;
}

function countValues(table: CsvTable, column: number): ValueCounts {
	const counts: ValueCounts = {
		filled: 0,
		known: 0,
		ambiguous: 0,
		blockingWords: 0,
		otherStatus: 0,
		pipelineStatus: 0,
		numbers: 0,
		largeNumbers: 0
	};
	const { plain: cells, rows, rowNumbers } = table;
	const words = cells === null ? null : indexWords({ cells, column, rowNumbers });
	if (words === null) {
		for (let row = 0; row < rows.length; row++) addValue(counts, rows.cell(row, column), 1);
		return counts;
	}
	// A file has few different words, so each is looked at but once.
	const times = new Uint32Array(words.firstRows.length);
	for (const id of words.ids) times[id] = (times[id] ?? 0) + 1;
	words.firstRows.forEach((row, id) => addValue(counts, rows.cell(row, column), times[id] ?? 0));
	return counts;
}

/** Counts a cell's text so many times; takes it off the counts where `times` is below 0. */
function addValue(counts: ValueCounts, text: string, times: number): void {
	const value = trimText(text).toLowerCase();
	if (value === '') return;
	counts.filled += times;
	const isNumber = /^\d+$/.test(value);
	if (isNumber) counts.numbers += times;
	if (isNumber && Number(value) > 1) counts.largeNumbers += times;
	const meaning = meaningOfStatus(value);
	if (meaning !== undefined) {
		counts.known += times;
		if (value === ambiguousWord) counts.ambiguous += times;
		if (meaning === 'BLOCKED' && !isNumber) counts.blockingWords += times;
		return;
	}
	const word = value.replace(/[\s_-]+/g, '');
	if (otherStatus.test(word)) counts.otherStatus += times;
	else if (pipelineStatus.test(word)) counts.pipelineStatus += times;
}
