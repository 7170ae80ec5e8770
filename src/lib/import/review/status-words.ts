import { meaningOfStatus } from '../../customer/status.ts';
import { trimText } from '../../customer/text.ts';
import type { RowOutcome } from '../plan.ts';
import type { Review } from './review.ts';
import { shortenText } from '../shorten-text.ts';
import { cellText } from '../table.ts';
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
export function statusWords({ desk, indices, outcomeAt }: Review): StatusWords {
	const column = desk.mapping.status;
	const found = new Map<string, StatusWord>();
	// A file has few different texts, so that most are looked up as they are.
	const known = new Map<string, StatusWord | null>();
	for (const index of column === null ? [] : indices) {
		const text = cellText(desk.table, index, column ?? 0);
		let word = known.get(text);
		if (word === undefined) {
			word = entryOf(found, text);
			known.set(text, word);
		}
		if (word === null) continue;
		word.rows++;
		if (isUnblocked(outcomeAt[index])) word.unblocks++;
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

function isUnblocked(outcome: RowOutcome | undefined): boolean {
	return (
		outcome?.kind === 'update' &&
		outcome.changes.some(({ field, to }) => field === 'status' && to === 'ACTIVE')
	);
}

function rankOf({ isKnown, unblocks }: StatusWord): number {
	if (isKnown) return 2;
	return unblocks > 0 ? 0 : 1;
}
