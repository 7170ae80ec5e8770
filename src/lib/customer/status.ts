import type { CustomerStatus } from './customer.ts';
import type { ReadValue } from './issue-code.ts';
import { trimText } from './text.ts';

/** The words that mean BLOCKED; everything else means ACTIVE (spec V3). */
export const blockedWords = ['blocked', 'suspended', 'inactive', 'disabled', 'false', '0'] as const;

/** The words that are known to mean ACTIVE. Other words mean ACTIVE too, with a warning (spec V3). */
export const activeWords = ['active', 'enabled', 'true', '1', 'yes', 'ok', 'open'] as const;

const meanings = new Map<string, CustomerStatus>([
	...blockedWords.map((word) => [word, 'BLOCKED'] as const),
	...activeWords.map((word) => [word, 'ACTIVE'] as const)
]);

/** What a status word means, in any case and with white space around; undefined for a word that is not known. */
export function meaningOfStatus(text: string): CustomerStatus | undefined {
	return meanings.get(trimText(text).toLowerCase());
}

/** Reads a status: a known word, or ACTIVE (spec V3). An empty cell is null, for the planner to decide (spec S3). */
export function readStatus(text: string): ReadValue {
	// As exports and submissions write it: most cells, and nothing to look up.
	if (text === 'ACTIVE' || text === 'BLOCKED') return { ok: true, value: text };
	const word = trimText(text);
	if (word === '') return { ok: true, value: null };
	return { ok: true, value: meaningOfStatus(word) ?? 'ACTIVE' };
}
