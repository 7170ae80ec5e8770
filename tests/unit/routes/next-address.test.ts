import { expect, test } from 'vitest';
import { nextAddress } from '../../../src/routes/login/next-address.ts';

test.each([
	'/dashboard/customers/import',
	'/dashboard/customers?q=deli&status=BLOCKED',
	'/dashboard/settings/audit-log?entry=1#1',
	'/'
])('%s is a page of this site', (next) => {
	expect(nextAddress(next)).toBe(next);
});

test.each([
	null,
	'',
	'dashboard',
	'https://elsewhere.example/',
	'//elsewhere.example',
	'/\\elsewhere.example',
	'\\\\elsewhere.example',
	'/\t/elsewhere.example',
	'/\n/elsewhere.example',
	'/.//elsewhere.example',
	'/a/..//elsewhere.example',
	'///elsewhere.example',
	'javascript:alert(1)',
	' /dashboard',
	'//['
])('%j never leads to another site', (next) => {
	expect(nextAddress(next)).toBe('/dashboard/customers');
});
