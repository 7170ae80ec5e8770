import { expect, test } from 'vitest';
import { signUpWords, slugFrom } from '../../../src/routes/signup/sign-up-words.ts';

test.each([
	['Acme Wholesale', 'acme-wholesale'],
	['  Café Ærø & Söhne GmbH  ', 'cafe-r-sohne-gmbh'],
	["Kim's Deli", 'kims-deli'],
	['日本', ''],
	[`${'a'.repeat(62)} b`, 'a'.repeat(62)]
])('%j makes the address %j', (companyName, slug) => {
	expect(slugFrom(companyName)).toBe(slug);
});

test('each field gets the words of its problem', () => {
	const words = signUpWords([
		{ field: 'slug', code: 'SLUG_TAKEN' },
		{ field: 'password', code: 'PASSWORD_TOO_SHORT' }
	]);
	expect(words).toEqual({
		slug: 'This address is taken. Choose another.',
		password: 'Use 12 characters or more.'
	});
});
