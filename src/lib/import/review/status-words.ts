import { meaningOfStatus } from '../../customer/status.ts';
import { trimText } from '../../customer/text.ts';
import { lossBit } from '../plan/diff-column.ts';
import { type FieldColumn, rowKind } from '../plan.ts';
import type { Review } from './review.ts';
import { shortenText } from '../shorten-text.ts';
import { type CsvTable, cellText } from '../table.ts';
import type { StatusWord } from '../worker-api.ts';

/** The different words of a status column (spec V3). */
export interface StatusWords {
	/** Unknown words first, those that unblock somebody before them; the most frequent of each first. The first ones. */
	words: StatusWord[];
	/** How many there are. */
	count: number;
	/** Those that are not known, all together. */
	unknown: { count: number; rows: number; unblocks: number };
}

const listedWords = 50;
const maxWordLength = 40;

/** A cell of a status column as its list shows it: trimmed, cut to a few words. */
function wordOf(text: string): string {
	return shortenText(trimText(text), maxWordLength);
}

/** What cells of one entry of the list of status words have in common: the word in any case, as far as it is shown. */
export function statusWordKey(text: string): string {
	return wordOf(text).toLowerCase();
}

/**
 * Counts the words of the status column in the rows that are to be imported, and the customers whom each would
 * unblock (spec V3). Empty cells are no word: the switch for empty cells says what becomes of them.
 */
export function statusWords(review: Review): StatusWords {
	const found = new Map<string, StatusWord>();
	const { desk, plan } = review;
	const { kinds, changes } = plan;
	if (desk.mapping.status !== null) {
		const entryAt = entryFinder(desk.table, desk.mapping.status, desk.columns.status, found);
		const unblocks = lossBit('status');
		for (let index = 0; index < kinds.length; index++) {
			const kind = kinds[index];
			const entry = kind === rowKind.none ? null : entryAt(index);
			if (entry === null) continue;
			entry.rows++;
			if (kind === rowKind.update && ((changes[index] ?? 0) & unblocks) !== 0) entry.unblocks++;
		}
	}
	const all = [...found.values()].sort((one, other) => rankOf(one) - rankOf(other) || other.rows - one.rows);
	const unknown = all.filter(({ isKnown }) => !isKnown);
	return {
		words: all.slice(0, listedWords),
		count: all.length,
		unknown: {
			count: unknown.length,
			rows: unknown.reduce((sum, { rows }) => sum + rows, 0),
			unblocks: unknown.reduce((sum, { unblocks }) => sum + unblocks, 0)
		}
	};
}

/**
 * Finds the entry of a row's word, or null for an empty cell; to be asked for ascending rows. A file has few different
 * words, so each is read but once: by its number where the column has them told apart, by its text in fixed rows.
 */
function entryFinder(
	table: CsvTable,
	column: number,
	checked: FieldColumn | undefined,
	found: Map<string, StatusWord>
): (index: number) => StatusWord | null {
	const ofText = new Map<string, StatusWord | null>();
	function byText(index: number): StatusWord | null {
		const text = cellText(table, index, column);
		let entry = ofText.get(text);
		if (entry === undefined) {
			entry = entryOf(found, text);
			ofText.set(text, entry);
		}
		return entry;
	}
	const words = checked?.words;
	if (!words) return byText;
	const { ids, firstRows } = words;
	const ofWord = new Array<StatusWord | null | undefined>(firstRows.length).fill(undefined);
	const fixed = [...(checked.fixes?.values.keys() ?? []), Infinity].sort((one, other) => one - other);
	let next = fixed[0] ?? Infinity;
	let passed = 0;
	return (index) => {
		while (next < index) next = fixed[++passed] ?? Infinity;
		if (next === index) return byText(index);
		const id = ids[index] ?? 0;
		const known = ofWord[id];
		if (known !== undefined) return known;
		const entry = byText(index);
		ofWord[id] = entry;
		return entry;
	};
}

function entryOf(found: Map<string, StatusWord>, text: string): StatusWord | null {
	const word = wordOf(text);
	if (word === '') return null;
	const key = statusWordKey(text);
	const present = found.get(key);
	if (present) return present;
	const meaning = meaningOfStatus(text);
	const entry: StatusWord = {
		word,
		rows: 0,
		becomes: meaning ?? 'ACTIVE',
		isKnown: meaning !== undefined,
		unblocks: 0
	};
	found.set(key, entry);
	return entry;
}

function rankOf({ isKnown, unblocks }: StatusWord): number {
	if (isKnown) return 2;
	return unblocks > 0 ? 0 : 1;
}
