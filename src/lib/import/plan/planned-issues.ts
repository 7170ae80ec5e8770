import { type FieldName, fieldNames } from '../../customer/customer.ts';
import type { Duplicates } from '../check/find-duplicates.ts';
import type { RowIssue, RowIssueCode } from '../issue.ts';
import { type CheckedRows, type PlannedIssues, rowKind } from '../plan.ts';

// A place is the row's index times this, plus 0 for an issue of the whole row or 1 more than the field's position.
const placesOfRow = 8;

const codes: RowIssueCode[] = [
	'QUOTE_OPEN',
	'ROW_WIDTH',
	'EMAIL_MISSING',
	'EMAIL_INVISIBLE',
	'EMAIL_TOO_LONG',
	'EMAIL_INVALID',
	'EMAIL_DUPLICATE',
	'NAME_TOO_LONG',
	'NOTES_TOO_LONG',
	'TEXT_NOT_STORABLE',
	'CREDIT_NOT_NUMBER',
	'CREDIT_NEGATIVE',
	'CREDIT_DECIMALS',
	'CREDIT_TOO_LARGE'
];
const numberOfCode = new Map(codes.map((code, number) => [code, number]));

/**
 * Tells the issues of planned rows apart without making one: where each is, and of which kind. A file may have more
 * issues than rows, and a screen shows a few.
 *
 * @param kinds by row, as in a plan
 * @param issueRows how many of them are `issue`
 */
export function listIssues(
	rows: CheckedRows,
	duplicates: Duplicates,
	kinds: Uint8Array,
	issueRows: number
): PlannedIssues {
	let places = new Uint32Array(issueRows + 1);
	let kindOf = new Uint8Array(issueRows + 1);
	let length = 0;
	function note(place: number, code: RowIssueCode): void {
		if (length === places.length) {
			const [oldPlaces, oldKinds] = [places, kindOf];
			places = new Uint32Array(length * 2);
			kindOf = new Uint8Array(length * 2);
			places.set(oldPlaces);
			kindOf.set(oldKinds);
		}
		places[length] = place;
		kindOf[length++] = numberOfCode.get(code) ?? 0;
	}
	let seen = 0;
	for (let row = 0; seen < issueRows && row < kinds.length; row++) {
		if (kinds[row] !== rowKind.issue) continue;
		seen++;
		forEachIssue(rows, duplicates, row, (field, code) => note(placeOf(row, field), code));
	}

	return {
		length,
		counts() {
			const counts = new Map<RowIssueCode, number>();
			for (let number = 0; number < length; number++) {
				const code = codeAt(number);
				counts.set(code, (counts.get(code) ?? 0) + 1);
			}
			return counts;
		},
		ofKind(code, offset, limit) {
			const wanted = numberOfCode.get(code);
			const found: number[] = [];
			let before = 0;
			for (let number = 0; number < length && found.length < limit; number++) {
				if (kindOf[number] === wanted && before++ >= offset) found.push(number);
			}
			return found;
		},
		at(number) {
			const place = places[number];
			if (place === undefined || number >= length) throw new RangeError(`There is no issue ${number}.`);
			const position = (place % placesOfRow) - 1;
			const field = position === -1 ? null : (fieldNames[position] ?? null);
			return issueAt(rows, duplicates, (place - (place % placesOfRow)) / placesOfRow, field);
		},
		countBefore: (row, field) => countBelow(placeOfRow(rows.rowNumbers, row, field)),
		countThrough: (row, field) => countBelow(placeOfRow(rows.rowNumbers, row, field) + 1)
	};

	function countBelow(place: number): number {
		let low = 0;
		let high = length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((places[middle] ?? 0) < place) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	function codeAt(number: number): RowIssueCode {
		return codes[kindOf[number] ?? 0] ?? 'QUOTE_OPEN';
	}
}

/** What is wrong with a row, in the order of the fields; nothing where nothing is. */
export function issuesOfRow(rows: CheckedRows, duplicates: Duplicates, index: number): RowIssue[] {
	const issues: RowIssue[] = [];
	forEachIssue(rows, duplicates, index, (field) => issues.push(issueAt(rows, duplicates, index, field)));
	return issues;
}

function placeOf(index: number, field: FieldName | null): number {
	return index * placesOfRow + (field === null ? 0 : fieldNames.indexOf(field) + 1);
}

/** The place of a spreadsheet row, which need not be there. */
function placeOfRow(rowNumbers: ArrayLike<number>, row: number, field: FieldName | null): number {
	let low = 0;
	let high = rowNumbers.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((rowNumbers[middle] ?? 0) < row) low = middle + 1;
		else high = middle;
	}
	// Of a row that is not there: before the one behind it.
	return rowNumbers[low] === row ? placeOf(low, field) : placeOf(low, null) - 1;
}

/** No place has two issues: an address that stands in two rows is a valid one. */
function forEachIssue(
	{ problems, columns }: CheckedRows,
	duplicates: Duplicates,
	index: number,
	note: (field: FieldName | null, code: RowIssueCode) => void
): void {
	const problem = problems.get(index);
	if (problem) note(null, problem.code);
	// Where a quote is open, the cells are guesses: one issue says it all (spec P5).
	const areGuesses = problem?.code === 'QUOTE_OPEN';
	for (const field of fieldNames) {
		const issue = areGuesses ? undefined : columns[field]?.issues.get(index);
		if (issue) note(field, issue.code);
		else if (field === 'email' && duplicates.at(index)) note(field, 'EMAIL_DUPLICATE');
	}
}

function issueAt(
	{ rowNumbers, problems, columns }: CheckedRows,
	duplicates: Duplicates,
	index: number,
	field: FieldName | null
): RowIssue {
	const row = rowNumbers[index] ?? 0;
	if (field === null) {
		const problem = problems.get(index);
		if (problem) return { row, field, ...problem };
	} else {
		const issue = problems.get(index)?.code === 'QUOTE_OPEN' ? undefined : columns[field]?.issues.get(index);
		if (issue) return { row, field, ...issue };
		const duplicate = field === 'email' ? duplicates.at(index) : undefined;
		if (duplicate) {
			const otherRow = rowNumbers[duplicate.other] ?? 0;
			return { row, field: 'email', code: 'EMAIL_DUPLICATE', otherRow, copies: duplicate.copies };
		}
	}
	throw new RangeError('There is no such issue.');
}
