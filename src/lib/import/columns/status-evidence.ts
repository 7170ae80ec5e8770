import { meaningOfStatus } from '../../customer/status.ts';
import { trimText } from '../../customer/text.ts';
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

/**
 * Whether a column that is named like the status holds something else (spec M5): postal states, or the states of a
 * mailing list, a subscription, a sales pipeline or an unknown list of numbers. To read such a column as the status
 * would unblock every customer.
 */
export function speaksAgainstStatus(table: CsvTable, column: number): boolean {
	const values = countValues(table, column);
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
	for (let row = 0; row < table.rows.length; row++) {
		const value = trimText(table.rows.cell(row, column)).toLowerCase();
		if (value === '') continue;
		counts.filled++;
		const isNumber = /^\d+$/.test(value);
		if (isNumber) counts.numbers++;
		if (isNumber && Number(value) > 1) counts.largeNumbers++;
		const meaning = meaningOfStatus(value);
		if (meaning !== undefined) {
			counts.known++;
			if (value === ambiguousWord) counts.ambiguous++;
			if (meaning === 'BLOCKED' && !isNumber) counts.blockingWords++;
			continue;
		}
		const word = value.replace(/[\s_-]+/g, '');
		if (otherStatus.test(word)) counts.otherStatus++;
		else if (pipelineStatus.test(word)) counts.pipelineStatus++;
	}
	return counts;
}
