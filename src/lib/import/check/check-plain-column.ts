import type { FieldName, FieldValue } from '../../customer/customer.ts';
import { fieldDefinition, maxNameLength, maxNotesLength } from '../../customer/field-catalogue.ts';
import type { ReadValue } from '../../customer/issue-code.ts';
import { type FieldColumn, type PlainColumn, type ValueIssue, type WordIndex, cellState } from '../plan.ts';
import { cellEnd, cellStart } from '../plain/cell-bytes.ts';
import { indexWords } from './index-words.ts';
import { textOfBytes } from '../plain/text-of-bytes.ts';
import { noFindings, noteResult } from './field-column.ts';
import { type LookAt, maybeSlip, stateOf, unclear } from './look.ts';
import { lookAtAmount } from './look-at-amount.ts';
import { lookAtEmail } from './look-at-email.ts';
import { lookAtText } from './look-at-text.ts';

/** Reads the cell of a row as a text. */
type ReadAt = (index: number) => ReadValue;

const quote = 0x22;

const looks: Record<FieldName, LookAt> = {
	email: lookAtEmail,
	name: lookAtText,
	// Words are read once each; a column of too many different ones is read as texts.
	status: () => unclear,
	notes: lookAtText,
	creditLimit: lookAtAmount
};

/**
 * Checks a column of a plain file where its cells stand in the bytes: what nearly every cell is can be told from
 * these, and no text is made of it. The others are read as texts, and no value is kept: it is made when it is asked for.
 *
 * @param readAt reads a cell again and again to the same
 */
export function checkPlainColumn(plain: PlainColumn, field: FieldName, readAt: ReadAt): FieldColumn {
	const words = field === 'status' ? indexWords(plain) : null;
	return words ? checkWords(plain, words, readAt) : checkCells(plain, field, readAt);
}

function checkCells(plain: PlainColumn, field: FieldName, readAt: ReadAt): FieldColumn {
	const { column, rowNumbers } = plain;
	const { bytes, starts, firstCells, lineEndLength } = plain.cells;
	const { length } = rowNumbers;
	const lookAt = looks[field];
	const { required } = fieldDefinition(field);
	const maxLength = field === 'name' ? maxNameLength : maxNotesLength;
	const states = new Uint8Array(length);
	const issues = new Map<number, ValueIssue>();
	const maybeSlips: number[] | null = field === 'email' ? [] : null;
	for (let i = 0; i < length; i++) {
		// As `cellStart` and `cellEnd` find them, at once.
		const row = (rowNumbers[i] ?? 0) - 1;
		const cell = (firstCells[row] ?? 0) + column;
		const behind = firstCells[row + 1] ?? 0;
		let start = starts[cell] ?? 0;
		let end = cell < behind ? (starts[cell + 1] ?? 0) - (cell + 1 === behind ? lineEndLength : 1) : start;
		const isQuoted = start < end && bytes[start] === quote;
		if (isQuoted) {
			start++;
			end--;
		}
		if (start === end) {
			if (required) noteResult(states, issues, i, readAt(i));
			continue;
		}
		const look = lookAt(bytes, start, end, isQuoted, maxLength);
		if (look !== unclear) states[i] = stateOf(look);
		else if (noteResult(states, issues, i, readAt(i)) === null) continue;
		if ((look & (maybeSlip | unclear)) !== 0) maybeSlips?.push(i);
	}

	function value(i: number): FieldValue {
		const state = states[i];
		if (state === cellState.asWritten) return textOfBytes(bytes, cellStart(plain, i), cellEnd(plain, i));
		if (state !== cellState.read) return null;
		const result = readAt(i);
		return result.ok ? result.value : null;
	}
	return { ...noFindings, length, states, issues, value, plain, maybeSlips };
}

function checkWords(plain: PlainColumn, words: WordIndex, readAt: ReadAt): FieldColumn {
	const { ids, firstRows } = words;
	const states = new Uint8Array(ids.length);
	const issues = new Map<number, ValueIssue>();
	// By word: what each is read as, told by its first row.
	const stateOfWord = new Uint8Array(firstRows.length);
	const values = firstRows.map((row, id): FieldValue => {
		if (id === 0) return null;
		const value = noteResult(states, issues, row, readAt(row));
		const isAsWritten =
			value !== null && textOfBytes(plain.cells.bytes, cellStart(plain, row), cellEnd(plain, row)) === value;
		stateOfWord[id] = isAsWritten ? cellState.asWritten : (states[row] ?? 0);
		return value;
	});
	for (let i = 0; i < ids.length; i++) {
		const state = stateOfWord[ids[i] ?? 0] ?? 0;
		if (state === cellState.issue) noteResult(states, issues, i, readAt(i));
		else states[i] = state;
	}
	return {
		...noFindings,
		length: ids.length,
		states,
		issues,
		value: (i) => values[ids[i] ?? 0] ?? null,
		plain,
		words
	};
}
