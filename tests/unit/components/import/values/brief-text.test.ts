import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { briefChange, briefText } from '../../../../../src/lib/components/import/values/brief-text.ts';

test('W2 a short value is whole, and its line ends can be seen', () => {
	expect(briefText('Net 30\nback door')).toBe('Net 30 ⏎ back door');
});

test('W2 a long value is cut', () => {
	expect(briefText('x'.repeat(500))).toHaveLength(120);
});

test('W2 long values are shown from shortly before the place where they begin to differ', () => {
	const start = 'Delivers before eight, calls the cellar first. '.repeat(5);
	const { from, to } = briefChange(`${start}Monday`, `${start}Tuesday`);
	expect(from).toBe('…e cellar first. Monday');
	expect(to).toBe('…e cellar first. Tuesday');
});

test('W2 short values are whole, however alike they are', () => {
	expect(briefChange('Acme Food', 'Acme Foods')).toEqual({ from: 'Acme Food', to: 'Acme Foods' });
});

const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((one) => !/[\n⏎]/.test(one));

property.prop([text, text, text])(
	'W2 different values never look the same, and no character is cut in half',
	(start, one, other) => {
		const { from, to } = briefChange(start + one, start + other);
		expect([from.isWellFormed(), to.isWellFormed()]).toEqual([true, true]);
		expect(from === to).toBe(one === other);
	}
);
