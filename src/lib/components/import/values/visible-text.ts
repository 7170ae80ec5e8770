/** A piece of a text: what can be seen, or a character that cannot, with its name. */
export type TextPart = { kind: 'text'; text: string } | { kind: 'mark'; name: string };

const names: Record<string, string> = {
	'\t': 'tab',
	'\n': 'line break',
	'\r': 'line break',
	' ': 'space',
	'\u00a0': 'no-break space',
	'\u00ad': 'soft hyphen',
	'\u200b': 'zero-width space',
	'\u200c': 'zero-width non-joiner',
	'\u200d': 'zero-width joiner',
	'\u200e': 'left-to-right mark',
	'\u200f': 'right-to-left mark',
	'\u2060': 'word joiner',
	'\u202f': 'narrow no-break space',
	'\ufeff': 'byte order mark'
};

// Controls, formatting characters, and every white space but the ordinary one.
const marks = /\r\n|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const marksAndSpaces = new RegExp(`${marks.source}| `, 'u');

/**
 * A text in pieces, so that what cannot be seen can be shown.
 *
 * @param spaces whether an ordinary space is shown too, as in an address, where it is wrong
 */
export function visibleParts(text: string, { spaces = false } = {}): TextPart[] {
	const pattern = new RegExp((spaces ? marksAndSpaces : marks).source, 'gu');
	const parts: TextPart[] = [];
	let end = 0;
	for (const { 0: mark, index } of text.matchAll(pattern)) {
		if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) });
		parts.push({ kind: 'mark', name: nameOf(mark) });
		end = index + mark.length;
	}
	if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
	return parts;
}

function nameOf(mark: string): string {
	const code = mark.codePointAt(0) ?? 0;
	return names[mark.slice(0, 1)] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
