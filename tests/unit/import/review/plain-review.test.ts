import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { type FieldName, fieldNames } from '../../../../src/lib/customer/customer.ts';
import { suggestFix } from '../../../../src/lib/import/check/suggest-fix.ts';
import type { FixRequest } from '../../../../src/lib/import/fix.ts';
import { type Desk, mapDesk, openDesk } from '../../../../src/lib/import/fixes/desk.ts';
import { isPlanned } from '../../../../src/lib/import/review/review.ts';
import { statusWords } from '../../../../src/lib/import/review/status-words.ts';
import type { RowSuggestions } from '../../../../src/lib/import/review/suggestions.ts';
import { cellText } from '../../../../src/lib/import/table.ts';
import { customer, fixed, reviewOf } from '../../../support/core.ts';
import { arbitraryPlainRows, plainTable } from '../../../support/plain-table.ts';

const mapping = { email: 0, name: 1, status: 2, notes: 3, creditLimit: 4 };
const existing = ['ann@x.co', 'ann@gmial.com'].map((email) => customer(email, { status: 'BLOCKED' }));

const row = fc.nat(12).map((index) => index + 2);
const request = fc.oneof(
	fc.record({
		kind: fc.constant('edit' as const),
		row,
		field: fc.constantFrom<FieldName>(...fieldNames),
		text: fc.constantFrom('', 'bo@gmail.con', 'ann@x.co', 'CA', '$5', '1.250', 'blocked')
	}),
	fc.record({ kind: fc.constant('accept' as const), row, field: fc.constantFrom<FieldName>(...fieldNames) }),
	fc.constant<FixRequest>({ kind: 'accept-alike', field: 'creditLimit', reason: 'amount' }),
	fc.constant<FixRequest>({ kind: 'block-word', word: 'CA' }),
	row.map((row): FixRequest => ({ kind: 'set-aside', rows: [row] })),
	fc.nat(4).map((id): FixRequest => ({ kind: 'undo', id }))
);

/** What is suggested for each planned cell, asked one by one. */
function suggestionsOneByOne(desk: Desk): Map<number, RowSuggestions> {
	const review = reviewOf(desk, existing);
	const found = new Map<number, RowSuggestions>();
	for (let index = 0; index < desk.table.rows.length; index++) {
		if (!isPlanned(review, index)) continue;
		for (const field of fieldNames) {
			const suggestion = suggestFix(field, cellText(desk.table, index, mapping[field]), desk.amounts);
			if (suggestion) found.set(index, { ...found.get(index), [field]: suggestion });
		}
	}
	return found;
}

property.prop([arbitraryPlainRows(), fc.array(request, { maxLength: 5 })], { numRuns: 500 })(
	'V3, W4 words and suggestions of a file that was read from bytes are those of its texts, after any fixes',
	(rows, requests) => {
		const table = plainTable(fieldNames, rows);
		let plain = mapDesk(openDesk(table), mapping);
		let texts = mapDesk(openDesk({ ...table, plain: null }), mapping);
		for (const one of [null, ...requests]) {
			if (one) [plain, texts] = [fixed(plain, one), fixed(texts, one)];
			const [review, byText] = [reviewOf(plain, existing), reviewOf(texts, existing)];
			expect(plain.amounts).toEqual(texts.amounts);
			expect(statusWords(review)).toEqual(statusWords(byText));
			expect([...review.suggestions]).toEqual([...byText.suggestions]);
			expect(review.suggestions).toEqual(suggestionsOneByOne(texts));
		}
	}
);

test('V3 a word keeps its first writing among the rows that are imported', () => {
	const table = plainTable(
		['email', 'status'],
		['ca', 'Ca', '"CA"'].map((word, i) => [`c${i}@x.co`, word])
	);
	const desk = mapDesk(openDesk(table), {
		...mapping,
		name: null,
		status: 1,
		notes: null,
		creditLimit: null
	});
	const words = statusWords(reviewOf(fixed(desk, { kind: 'set-aside', rows: [2] }))).words;
	expect(words.map(({ word, rows }) => [word, rows])).toEqual([['Ca', 2]]);
});
