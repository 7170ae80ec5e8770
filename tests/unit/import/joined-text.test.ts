import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { trimText } from '../../../src/lib/customer/text.ts';
import { joinTexts, splitJoined } from '../../../src/lib/import/joined-text.ts';

test.each([
	['Ann', 'Smith', 'Ann Smith'],
	[' Ann ', '', 'Ann'],
	['', 'Smith', 'Smith'],
	['', ' ', '']
])('M8 %j and %j read %j', (first, last, joined) => {
	expect(joinTexts(first, last)).toBe(joined);
});

test.each([
	['Ann Smyth', ['Ann', 'Smith'], ['Ann', 'Smyth']],
	['Anna Smith', ['Ann', 'Smith'], ['Anna', 'Smith']],
	['Ann Marie de Boer', ['Ann Marie', 'Boer'], ['Ann Marie', 'de Boer']],
	['Bo Li', ['Ann', 'Smith'], ['Bo', 'Li']],
	['Cher', ['Ann', 'Smith'], ['Cher', '']],
	['', ['Ann', 'Smith'], ['', '']]
] as const)('M8 %j in place of %j becomes %j', (text, before, after) => {
	expect(splitJoined(text, [before[0], before[1]])).toEqual(after);
});

const texts = fc.oneof(fc.string(), fc.stringMatching(/^[ab ]{0,6}$/));

property.prop([texts, texts, texts])('M8 what is typed is what is read', (text, first, last) => {
	const [one, other] = splitJoined(text, [first, last]);
	expect(joinTexts(one, other)).toBe(trimText(text));
});
