import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { visibleParts } from '../../../../../src/lib/components/import/values/visible-text.ts';

describe('V2 V4 what cannot be seen is shown', () => {
	test.each([
		['ann@x.co', ['ann@x.co']],
		['ann\u200b@x.co', ['ann', '<zero-width space>', '@x.co']],
		['\u202eann\u202c', ['<U+202E>', 'ann', '<U+202C>']],
		['1\u00a0250,00', ['1', '<no-break space>', '250,00']],
		['two words', ['two words']],
		['a\tb\r\nc', ['a', '<tab>', 'b', '<line break>', 'c']],
		['\u{e0001}x', ['<U+E0001>', 'x']],
		['', []]
	])('%j', (text, shown) => {
		expect(visibleParts(text).map(written)).toEqual(shown);
	});

	test('an ordinary space only where it is wrong', () => {
		expect(visibleParts('ann @x.co', { spaces: true }).map(written)).toEqual(['ann', '<space>', '@x.co']);
	});
});

property.prop([fc.string({ unit: 'binary' })])(
	'V2 nothing that can be seen is lost, and nothing that cannot is left',
	(text) => {
		const seen = visibleParts(text)
			.map((part) => (part.kind === 'text' ? part.text : ''))
			.join('');
		expect(seen).toBe(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, ''));
	}
);

function written(part: ReturnType<typeof visibleParts>[number]): string {
	return part.kind === 'text' ? part.text : `<${part.name}>`;
}
