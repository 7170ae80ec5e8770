import { shortenText } from '../../../import/shorten-text.ts';

const longest = 120;
const keptBefore = 16;

/** A value in one line of a few words: line ends are shown as a sign, the rest as `…`. */
export function briefText(text: string): string {
	return shortenText(text, longest).replaceAll('\n', ' ⏎ ');
}

/** Two values from shortly before the place where they begin to differ, each in one line of a few words. */
export function briefChange(from: string, to: string): { from: string; to: string } {
	const start = Math.max(from.length, to.length) > longest ? sameStart(from, to) - keptBefore : 0;
	return { from: briefFrom(from, start), to: briefFrom(to, start) };
}

function briefFrom(text: string, start: number): string {
	return start <= 0 ? briefText(text) : `…${briefText(text.slice(wholeCharacter(text, start)))}`;
}

function sameStart(one: string, other: string): number {
	const end = Math.min(one.length, other.length);
	for (let i = 0; i < end; i++) if (one[i] !== other[i]) return i;
	return end;
}

/** This index, or the one after it where it is in the middle of a surrogate pair. */
function wholeCharacter(text: string, index: number): number {
	return /[\udc00-\udfff]/.test(text[index] ?? '') ? index + 1 : index;
}
