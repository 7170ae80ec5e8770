import { expect, test } from 'vitest';
import { readSignUp } from '../../../src/lib/server/auth/sign-up-rules.ts';

const fine = {
	companyName: ' Acme ',
	slug: ' Acme-1 ',
	name: ' Ann ',
	email: ' Ann@Acme.example ',
	password: 'twelve chars'
};

function codesOf(change: Partial<typeof fine>): string[] {
	const read = readSignUp({ ...fine, ...change });
	return read.ok ? [] : read.problems.map(({ code }) => code);
}

test('U3: reads a form with spaces around and capitals in slug and email', () => {
	expect(readSignUp(fine)).toEqual({
		ok: true,
		value: {
			companyName: 'Acme',
			slug: 'acme-1',
			name: 'Ann',
			email: 'ann@acme.example',
			password: 'twelve chars'
		}
	});
});

test.each([
	['ab', false],
	['abc', true],
	['a'.repeat(63), true],
	['a'.repeat(64), false],
	['a--b', true],
	['-ab', false],
	['ab-', false],
	['a_b', false],
	['a b', false],
	['äbc', false],
	['../etc', false],
	['', false]
])('U3, T29: the slug "%s" is allowed: %s', (slug, allowed) => {
	expect(codesOf({ slug })).toEqual(allowed ? [] : ['SLUG_INVALID']);
});

const words = 'copper lantern river '.repeat(7);

test.each([
	[words.slice(0, 11), 'PASSWORD_TOO_SHORT'],
	[words.slice(0, 12), undefined],
	[words.slice(0, 128), undefined],
	[words.slice(0, 129), 'PASSWORD_TOO_LONG'],
	['😀🍷🥖'.repeat(4).slice(2), 'PASSWORD_TOO_SHORT'],
	['😀🍷🥖🧀'.repeat(32), undefined],
	['Password2026', 'PASSWORD_COMMON'],
	['Acme-1 Acme-1', 'PASSWORD_FROM_NAMES']
])(
	'U3, C1, T2: a password of 12 to 128 characters, counted as code points, none that is tried first',
	(password, code) => {
		expect(codesOf({ password })).toEqual(code === undefined ? [] : [code]);
	}
);

test('U3: every problem is named at once, each with its field', () => {
	expect(readSignUp({ companyName: ' ', slug: '', name: '', email: '', password: '' })).toEqual({
		ok: false,
		problems: [
			{ field: 'companyName', code: 'COMPANY_NAME_MISSING' },
			{ field: 'slug', code: 'SLUG_INVALID' },
			{ field: 'name', code: 'NAME_MISSING' },
			{ field: 'email', code: 'EMAIL_MISSING' },
			{ field: 'password', code: 'PASSWORD_TOO_SHORT' }
		]
	});
});

test('U3, F13: names too long or not storable are refused', () => {
	expect(codesOf({ companyName: 'x'.repeat(101) })).toEqual(['COMPANY_NAME_TOO_LONG']);
	expect(codesOf({ companyName: 'a\0b' })).toEqual(['COMPANY_NAME_INVALID']);
	expect(codesOf({ name: 'x'.repeat(101) })).toEqual(['NAME_TOO_LONG']);
	expect(codesOf({ name: '\ud800' })).toEqual(['NAME_INVALID']);
});

test.each([
	'plain',
	'a@b',
	'a!b@shop.example',
	'.a@shop.example',
	'a..b@shop.example',
	'a.@shop.example',
	'a@shop.1x'
])('U3: the email "%s", with which nobody could sign in afterwards, is refused', (email) => {
	expect(codesOf({ email })).toEqual(['EMAIL_INVALID']);
});
