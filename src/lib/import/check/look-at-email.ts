import { maxEmailLength } from '../../customer/email.ts';
import { cellState } from '../plan.ts';
import { type Look, maybeSlip, unclear } from './look.ts';
import { mayBeNear } from './near-domain.ts';

const at = 0x40;
const dot = 0x2e;
const hyphen = 0x2d;
const apostrophe = 0x27;
// Most of an address: comparing is a little faster than the table.
const lowerA = 0x61;
const lowerZ = 0x7a;
const maxLabelLength = 63;

// What a byte may be in an address.
const inLocalPart = 1;
const inLabel = 2;
const upperCase = 4;
const kinds = new Uint8Array(256);
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-") {
	const isAlphanumeric = /[a-zA-Z0-9]/.test(character);
	kinds[character.charCodeAt(0)] =
		inLocalPart | (isAlphanumeric ? inLabel : 0) | (/[A-Z]/.test(character) ? upperCase : 0);
}

/**
 * What an address is by its bytes, where that can be said without making a text of them (spec V2): the pattern of
 * `readEmail`, in one pass. A valid one in lower case is stored as it is written; what does not match, also for
 * white space around it, is for `readEmail` to read.
 */
export function lookAtEmail(bytes: Uint8Array, start: number, end: number): Look {
	// An apostrophe may be the one that the export puts in front (spec V7).
	if (end - start > maxEmailLength || bytes[start] === apostrophe) return unclear;
	let seen = 0;
	let i = start;
	for (; i < end; i++) {
		const byte = bytes[i] ?? 0;
		if (byte >= lowerA && byte <= lowerZ) continue;
		const kind = kinds[byte] ?? 0;
		if ((kind & inLocalPart) === 0) break;
		seen |= kind;
	}
	if (i === start || i === end || bytes[i] !== at) return unclear;
	const domain = i + 1;
	let firstDot = 0;
	let label = domain;
	for (i = domain; i < end; i++) {
		const byte = bytes[i] ?? 0;
		if (byte >= lowerA && byte <= lowerZ) continue;
		const kind = kinds[byte] ?? 0;
		if ((kind & inLabel) !== 0) seen |= kind;
		else if (byte === dot) {
			if (!isLabel(bytes, label, i)) return unclear;
			if (firstDot === 0) firstDot = i;
			label = i + 1;
		} else if (byte !== hyphen) return unclear;
	}
	if (firstDot === 0 || !isLabel(bytes, label, end)) return unclear;
	const state = (seen & upperCase) === 0 ? cellState.asWritten : cellState.read;
	return mayBeNear(bytes, domain, firstDot, label, end) ? state | maybeSlip : state;
}

/** Whether letters, digits and hyphens are a label of a domain. */
function isLabel(bytes: Uint8Array, start: number, end: number): boolean {
	const length = end - start;
	return length > 0 && length <= maxLabelLength && bytes[start] !== hyphen && bytes[end - 1] !== hyphen;
}
