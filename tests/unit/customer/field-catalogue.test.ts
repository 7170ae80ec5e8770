import { expect, test } from 'vitest';
import { fieldNames } from '../../../src/lib/customer/customer.ts';
import { fieldDefinitions } from '../../../src/lib/customer/field-catalogue.ts';
import { headerKey } from '../../../src/lib/import/headers/header-names.ts';

test('M2 aliases are those of the rule book, canonical name first', () => {
	expect(Object.fromEntries(fieldDefinitions.map(({ name, aliases }) => [name, aliases]))).toEqual({
		email: ['email', 'emailaddress', 'contactemail'],
		name: ['name', 'fullname', 'customername', 'contactname', 'companyname'],
		status: ['status', 'state'],
		notes: ['notes', 'note', 'comments', 'comment', 'remarks'],
		creditLimit: ['creditlimit', 'credit', 'limit', 'creditline']
	});
});

test('M1 every alias is written as header matching sees it, and names one field', () => {
	const aliases = fieldDefinitions.flatMap((definition) => definition.aliases);
	expect(aliases.map(headerKey)).toEqual(aliases);
	expect(new Set(aliases).size).toBe(aliases.length);
});

test('every example is valid in its own field', () => {
	expect(fieldDefinitions.filter(({ read, example }) => !read(example).ok)).toEqual([]);
	expect(fieldDefinitions.map(({ name }) => name)).toEqual([...fieldNames]);
});
