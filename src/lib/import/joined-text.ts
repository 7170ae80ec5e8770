import { trimText } from '../customer/text.ts';

/** Two texts read as one: joined by a space, where both have something in them (spec M8). */
export function joinTexts(first: string, last: string): string {
	const [before, after] = [trimText(first), trimText(last)];
	return before === '' || after === '' ? before + after : `${before} ${after}`;
}

/**
 * Two texts for the two columns of a joined one, which read together as `text`, trimmed: what has not changed
 * stays in its column, and otherwise the last word goes to the second (spec M8, W4).
 *
 * @param before the two texts as they are
 */
export function splitJoined(text: string, before: readonly [string, string]): [string, string] {
	const whole = trimText(text);
	const [first, last] = [trimText(before[0]), trimText(before[1])];
	const gap = whole.lastIndexOf(' ');
	const ways: [string, string][] = [
		[before[0], whole.slice(first.length + 1)],
		[whole.slice(0, Math.max(0, whole.length - last.length - 1)), before[1]],
		gap === -1 ? [whole, ''] : [whole.slice(0, gap), whole.slice(gap + 1)]
	];
	// A split at two spaces in a row would lose one of them.
	return ways.find(([one, other]) => joinTexts(one, other) === whole) ?? [whole, ''];
}
