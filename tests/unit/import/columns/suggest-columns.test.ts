import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { fieldNames } from '../../../../src/lib/customer/customer.ts';
import { headerWords } from '../../../../src/lib/import/headers/header-words.ts';
import type { MappingSuggestion } from '../../../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../../../src/lib/import/columns/match-headers.ts';
import { tableOf } from '../../../support/core.ts';

/** What is suggested for a file, with the headers in place of the columns. */
function suggestionsOf(header: string, ...rows: string[]): Record<string, string | undefined> {
	const table = tableOf([header, ...rows].join('\n'), { firstRow: 'header' });
	const { suggestions } = proposeMapping(table);
	return Object.fromEntries(
		suggestions.map(({ field, column }) => [
			field,
			table.header[column] ?? table.joined[column - table.header.length]?.header
		])
	);
}

function whyOf(field: string, header: string, ...rows: string[]): MappingSuggestion['why'] | undefined {
	const table = tableOf([header, ...rows].join('\n'), { firstRow: 'header' });
	return proposeMapping(table).suggestions.find((found) => found.field === field)?.why;
}

describe('M6 near misses are suggested, never mapped', () => {
	test.each([
		['Stauts', 'blocked', 'status', 'status'],
		['user_email', 'a@x.co', 'email', 'email'],
		['Emial', 'a@x.co', 'email', 'email'],
		['Nmae', 'Ann', 'name', 'name'],
		['Notse', 'Call first', 'notes', 'notes'],
		['Credit limt (USD)', '100', 'creditLimit', 'creditlimit'],
		['*ContactName', 'Ann', 'name', 'contactname']
	])('%s', (header, value, field, alias) => {
		const table = tableOf(`Phone,${header}\n1,${value}`, { firstRow: 'header' });
		const { mapping, suggestions } = proposeMapping(table);
		expect(Object.values(mapping)).not.toContain(1);
		expect(suggestions).toHaveLength(1);
		expect(suggestions[0]).toMatchObject({ field, column: 1 });
		// An address or a status word says more than a name.
		if (field !== 'email' && field !== 'status')
			expect(suggestions[0]?.why).toEqual({ kind: 'near-name', alias });
	});
	test.each(['Fname', 'Game', 'Date', 'Vote', 'Edit', 'Rate', 'Estate', 'Statue of'])(
		'%s is no near miss',
		(header) => {
			expect(suggestionsOf(`Phone,${header}`, '1,active')).toEqual({});
		}
	);
});

describe('M6 columns that look right by their values', () => {
	test('addresses, with the share of the filled cells', () => {
		const rows = Array.from({ length: 50 }, (_, i) => `${i},${i === 7 ? 'none' : `c${i}@x.co`}`);
		expect(whyOf('email', 'Field1,Field2', ...rows, '50,')).toEqual({ kind: 'values', share: 0.98 });
	});
	test('of several, the one that is called an email, and the first of them', () => {
		const row = 'a@x.co,b@x.co,c@x.co,d@x.co';
		expect(suggestionsOf('Login,E-mail 2 - Value,E-mail 1 - Value,Alt. email', row)).toEqual({
			email: 'E-mail 1 - Value'
		});
	});
	test('not the addresses of few people: those are the sellers', () => {
		const rows = Array.from({ length: 10 }, (_, i) => `${i},rep${i % 2}@x.co`);
		expect(suggestionsOf('Field1,Seller', ...rows)).toEqual({});
	});
	test('not a type, label or consent that is called an email', () => {
		expect(suggestionsOf('E-mail 1 - Type,Email opt-in,Email permission', 'Work,yes,1')).toEqual({});
	});
	test('words that are only used for a status, where they block somebody', () => {
		expect(suggestionsOf('F1,F2', '1,Active', '2,Suspended')).toEqual({ status: 'F2' });
		expect(suggestionsOf('F1,F2', '1,Active', '2,Active')).toEqual({});
		expect(suggestionsOf('F1,F2', '1,yes', '2,0')).toEqual({});
	});
	test.each(['Email status', 'Lead status', 'Order status', 'user_status', 'Tax status', 'SMS consent'])(
		'%s is not the status of a customer',
		(header) => {
			expect(suggestionsOf(`F1,${header}`, '1,Active', '2,Inactive')).toEqual({});
		}
	);
	test.each(['Inactive', 'Blocked', 'Is obsolete', 'On hold'])(
		'%s says the opposite and is not suggested',
		(header) => {
			expect(suggestionsOf(`F1,${header}`, '1,no', '2,yes')).toEqual({});
		}
	);
	test('a column called active is, by yes and no; one called a status is not, by numbers', () => {
		expect(suggestionsOf('F1,Enabled', '1,Yes', '2,No')).toEqual({ status: 'Enabled' });
		expect(suggestionsOf('F1,Active (0/1)', '1,1', '2,0')).toEqual({ status: 'Active (0/1)' });
		expect(suggestionsOf('F1,Active since', '1,2024-01-01')).toEqual({});
		expect(suggestionsOf('F1,Record status', '1,0', '2,0')).toEqual({});
	});
	test('no amount is taken for a credit limit by its values alone, nor a balance by its name', () => {
		expect(suggestionsOf('Total,Credit balance,Store credit', '10,20,30')).toEqual({});
		expect(suggestionsOf('Credit limit enabled', 'true')).toEqual({});
	});
});

describe('M6 other languages and longer names', () => {
	test.each([
		['E-Mail-Adresse', 'a@x.co', 'email'],
		['Courriel', 'a@x.co', 'email'],
		['Correo electrónico', 'a@x.co', 'email'],
		['Firma', 'Feinkost Müller', 'name'],
		['Raison sociale', 'Boulangerie Dupont', 'name'],
		['Company', 'Corner Deli', 'name'],
		['Kreditlimit', '1.500,00', 'creditLimit'],
		['Plafond de crédit', '1 500,00 €', 'creditLimit'],
		['Límite de crédito', '$1,500.00', 'creditLimit'],
		['Bemerkungen', 'Lieferung dienstags', 'notes'],
		['Internal notes', 'Call first', 'notes'],
		['Observaciones', 'Entrega los martes', 'notes'],
		['Statut', 'Bloqué', 'status'],
		['Kundenstatus', 'gesperrt', 'status']
	])('%s', (header, value, field) => {
		expect(suggestionsOf(`Tel;${header}`, `1;${value}`)).toEqual({ [field]: header });
	});
	test('a Spanish state is a state where its values are', () => {
		expect(suggestionsOf('Tel,Estado', '1,Activo', '2,Bloqueado')).toEqual({ status: 'Estado' });
		expect(suggestionsOf('Tel,Estado', '1,Jalisco', '2,Puebla')).toEqual({});
	});
	test('values of another kind speak against a name', () => {
		expect(suggestionsOf('Tel,Company', '1,2024-01-01')).toEqual({});
		expect(suggestionsOf('Tel,Company', '1,Yes')).toEqual({});
		expect(suggestionsOf('Tel,Kreditlimit', '1,Ja')).toEqual({});
		expect(suggestionsOf('Tel,Bemerkung', '1,2024-01-01')).toEqual({});
		expect(suggestionsOf('Tel,Store', '1,default', '2,default', '3,default', '4,default')).toEqual({});
	});
});

describe('M8 a name in two columns', () => {
	test('is suggested where no column names most of the customers', () => {
		expect(suggestionsOf('First name,Last name,Company', 'Ann,Lee,', 'Bo,Fox,', 'Cy,Poe,Deli')).toEqual({
			name: 'First name + Last name'
		});
		expect(suggestionsOf('First name,Last name,Company', 'Ann,Lee,Deli', 'Bo,Fox,Café')).toEqual({
			name: 'Company'
		});
	});
	test('and not where the name has a column', () => {
		expect(suggestionsOf('First name,Last name,Full name', 'Ann,Lee,Ann Lee')).toEqual({});
	});
});

describe('the words of a header', () => {
	test.each([
		['E-mail 1 - Value', ['email', '1', 'value']],
		['*ContactName', ['contact', 'name']],
		['Prénom *', ['prenom']],
		['BEMÆRKNING', ['bemaerkning']],
		['Credit limit (USD)', ['credit', 'limit']],
		['', []]
	])('%j', (header, words) => {
		expect(headerWords(header)).toEqual(words);
	});
});

const headers = fc.constantFrom(
	'Email',
	'E-mail 1 - Value',
	'Courriel',
	'Password',
	'First name',
	'Last name',
	'Company',
	'Name',
	'State',
	'Statut',
	'Stauts',
	'Enabled',
	'Memo',
	'Kreditlimit',
	'Phone',
	'',
	'__proto__'
);
const cells = fc.constantFrom(
	'',
	'a@x.co',
	'b@x.co',
	'Active',
	'blocked',
	'yes',
	'100',
	'CA',
	'Ann',
	'2024-01-01'
);
const files = fc.array(headers, { minLength: 2, maxLength: 12 }).chain((header) =>
	fc.tuple(
		fc.constant(header),
		fc.array(fc.array(cells, { minLength: header.length, maxLength: header.length }), {
			minLength: 1,
			maxLength: 8
		})
	)
);

property.prop([files])(
	'M6, P9: at most one suggestion for a field without a column, never a column in use, a password or another suggestion',
	([header, rows]) => {
		const text = [header, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n');
		if (rows.every((row) => row.every((cell) => cell === ''))) return;
		const table = tableOf(text, { firstRow: 'header', delimiter: ',' });
		const { mapping, suggestions } = proposeMapping(table);
		const fields = suggestions.map(({ field }) => field);
		const columns = suggestions.map(({ column }) => column);
		expect(new Set(fields).size).toBe(fields.length);
		expect(new Set(columns).size).toBe(columns.length);
		for (const field of fields) expect(mapping[field]).toBeNull();
		for (const column of columns) {
			const parts = table.joined[column - table.header.length]?.columns ?? [column];
			for (const part of parts) {
				expect(fieldNames.map((field) => mapping[field])).not.toContain(part);
				expect(table.header[part]).not.toBe('Password');
			}
		}
	}
);

test('M6 a column that is named for addresses is suggested though most of them need fixing', () => {
	const rows = ['mailto:a@x.co', 'b @x.co', 'c@müller.de', 'd@x.co', 'none'];
	expect(suggestionsOf('E-Mail-Adresse', ...rows)).toEqual({ email: 'E-Mail-Adresse' });
	expect(suggestionsOf('E-Mail-Adresse', 'yes', 'no', 'yes')).toEqual({});
});
