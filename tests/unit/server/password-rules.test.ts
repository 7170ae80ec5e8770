import { describe, expect, test } from 'vitest';
import { commonPasswords } from '../../../src/lib/server/auth/common-passwords.ts';
import { passwordProblem } from '../../../src/lib/server/auth/password-rules.ts';

const names = ['Acme Wholesale', 'acme', 'Blue Plate Diner', 'blue@plate-diner.example'];

test('T2: the list has the 10,000 commonest passwords, folded, of which 24 are long enough to be tried at all', () => {
	expect(commonPasswords.size).toBe(9913);
	expect([...commonPasswords].filter((word) => word !== word.toLowerCase() || word === '')).toEqual([]);
	expect([...commonPasswords].filter(({ length }) => length >= 12)).toHaveLength(24);
	for (const word of ['123456', 'password', 'qwerty', 'letmein', 'iloveyou']) {
		expect(commonPasswords.has(word), word).toBe(true);
	}
});

test.each([
	['x7!'.repeat(3) + 'ab', 'PASSWORD_TOO_SHORT'],
	['', 'PASSWORD_TOO_SHORT'],
	['copper river', null],
	['a b'.repeat(42) + 'zq', null],
	['a b'.repeat(42) + 'zqy', 'PASSWORD_TOO_LONG'],
	['🍷'.repeat(5) + 'tapenade', null],
	['🍷🥖🧀🫒🍋🥑'.repeat(2).slice(0, 22), 'PASSWORD_TOO_SHORT'],
	['пароль из трёх слов', null],
	[' spaces count  too ', null]
])('T2, C1: length is the only rule of form, counted in code points: %j', (password, problem) => {
	expect(passwordProblem(password, [])).toBe(problem);
});

describe('T2: one of the commonest passwords is refused', () => {
	test('every one of the list that is long enough, in any case', () => {
		for (const word of commonPasswords) {
			if (word.length < 12) continue;
			expect(passwordProblem(word, []), word).toBe('PASSWORD_COMMON');
			expect(passwordProblem(word.toUpperCase(), []), word).toBe('PASSWORD_COMMON');
		}
	});

	test.each([
		'password1234',
		'Password2026!',
		'2026-Password',
		'!!!!password!!!!',
		'passwordpassword',
		'monkeymonkeymonkey',
		'123456123456',
		'123456789012',
		'121212121212',
		'aaaaaaaaaaaa',
		'............',
		'ＰＡＳＳＷＯＲＤ１２３４'
	])('and what is hardly another: %s', (password) => {
		expect(passwordProblem(password, [])).toBe('PASSWORD_COMMON');
	});

	test.each([
		'correct horse battery',
		'copper lantern river',
		'password for the shop',
		'twelve chars',
		'x9 monkey tulips'
	])('not one that only has it in it: %s', (password) => {
		expect(passwordProblem(password, [])).toBe(null);
	});
});

describe('T2: a password made of the names that others would try is refused', () => {
	test.each([
		'Distribu2026!',
		'distribu-distribu',
		'AcmeWholesale',
		'acme wholesale 1',
		'blueplatediner',
		'Blue.Plate.2026',
		'blue@plate-diner.example',
		'wholesale acme distribu'
	])('%s', (password) => {
		expect(passwordProblem(password, names)).toBe('PASSWORD_FROM_NAMES');
	});

	test.each(['acme copper lantern', 'my blue plate lantern', 'distribu has long words'])(
		'not one with enough besides: %s',
		(password) => {
			expect(passwordProblem(password, names)).toBe(null);
		}
	);

	test('names that are missing or short are no part of it', () => {
		expect(passwordProblem('ab ab ab ab ab', [null, '', 'ab'])).toBe(null);
	});
});

test('T2: a password of any length is checked in no time that matters', () => {
	const long = 'ab'.repeat(64);
	for (let i = 0; i < 1000; i++) passwordProblem(long, [long, long]);
	expect(passwordProblem('a'.repeat(1_000_000), ['a'.repeat(1000)])).toBe('PASSWORD_TOO_LONG');
});
