import type { ReadValue } from './issue-code.ts';

// Unicode White_Space, and U+FEFF, which files carry as a byte order mark.
function isSpace(code: number): boolean {
	if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
	if (code < 0x80) return false;
	return (
		code === 0xa0 ||
		code === 0x85 ||
		code === 0x1680 ||
		(code >= 0x2000 && code <= 0x200a) ||
		code === 0x2028 ||
		code === 0x2029 ||
		code === 0x202f ||
		code === 0x205f ||
		code === 0x3000 ||
		code === 0xfeff
	);
}

/** Removes Unicode white space, NBSP and BOM at both ends (spec V1), in linear time. */
export function trimText(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && isSpace(text.charCodeAt(start))) start++;
	while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
	return start === 0 && end === text.length ? text : text.slice(start, end);
}

// Zero-width characters, soft hyphen, and bidirectional marks, embeddings, overrides and isolates.
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text without zero-width and bidirectional marks, which nobody sees and no address or number has (spec V2). */
export function withoutInvisible(text: string): string {
	return text.replace(invisible, '');
}

/** The number of Unicode code points (spec C1), which is what PostgreSQL's `varchar(n)` counts. */
export function codePointLength(text: string): number {
	let pairs = 0;
	for (let i = 0; i < text.length - 1; i++) {
		const high = text.charCodeAt(i);
		if (high < 0xd800 || high > 0xdbff) continue;
		const low = text.charCodeAt(i + 1);
		if (low >= 0xdc00 && low <= 0xdfff) {
			pairs++;
			i++;
		}
	}
	return text.length - pairs;
}

const notStorable = /\0|\p{Surrogate}/u;

/** Whether PostgreSQL can store the text: it refuses NUL and surrogates without their other half (SQLSTATE 22021). */
export function isStorable(text: string): boolean {
	return !notStorable.test(text);
}

/** Line ends as they are stored: `\r\n` and `\r` become `\n` (spec V5). */
function normalizeLineEnds(text: string): string {
	return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * Reads a text field: trimmed, empty as null, line ends as `\n` (spec V1, V5).
 *
 * @param maxLength the most code points that the field stores
 * @param tooLong the code of the issue when there are more
 */
export function readText(
	text: string,
	maxLength: number,
	tooLong: 'NAME_TOO_LONG' | 'NOTES_TOO_LONG'
): ReadValue {
	const value = normalizeLineEnds(trimText(text));
	if (value === '') return { ok: true, value: null };
	if (!isStorable(value)) return { ok: false, code: 'TEXT_NOT_STORABLE' };
	// Code points are never more than UTF-16 units, so only long texts need counting.
	if (value.length > maxLength) {
		const length = codePointLength(value);
		if (length > maxLength) return { ok: false, code: tooLong, length };
	}
	return { ok: true, value };
}
