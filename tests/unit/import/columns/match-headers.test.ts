import { describe, expect, test } from 'vitest';
import {
	headerKey,
	isPasswordHeader,
	matchHeader,
	setAsideHeader
} from '../../../../src/lib/import/headers/header-names.ts';
import { proposeMapping } from '../../../../src/lib/import/columns/match-headers.ts';
import { tableOf } from '../../../support/core.ts';

function mappingOf(header: string, ...rows: string[]): unknown {
	const table = tableOf(
		[header, ...(rows.length ? rows : ['x'.padEnd(header.split(',').length, ',')])].join('\n')
	);
	const { mapping } = proposeMapping(table);
	return Object.fromEntries(
		Object.entries(mapping)
			.filter(([, column]) => column !== null)
			.map(([field, column]) => [field, table.header[column ?? -1]])
	);
}

describe('M1 case, surrounding space, and separators inside do not matter', () => {
	test.each(['email', 'EMAIL', ' E-Mail ', 'e_mail', 'E.mail', 'e mail', 'E‑Mail', '\u00a0eMail\ufeff'])(
		'%j',
		(header) => {
			expect(headerKey(header)).toBe('email');
			expect(matchHeader(header)?.field).toBe('email');
		}
	);
});

describe('M2 aliases', () => {
	test.each([
		['Email Address', 'email'],
		['contact_email', 'email'],
		['Full Name', 'name'],
		['Customer Name', 'name'],
		['Contact-Name', 'name'],
		['Company Name', 'name'],
		['State', 'status'],
		['Note', 'notes'],
		['Comments', 'notes'],
		['comment', 'notes'],
		['Remarks', 'notes'],
		['Credit', 'creditLimit'],
		['LIMIT', 'creditLimit'],
		['credit line', 'creditLimit']
	])('%s is %s', (header, field) => {
		expect(matchHeader(header)?.field).toBe(field);
	});
	test.each([
		'Company',
		'Phone',
		'Username',
		'mail',
		'Real name',
		'Email 2',
		'Statement',
		'Delimiter',
		'',
		'*',
		'()'
	])('%j is nothing', (header) => {
		expect(matchHeader(header)).toBeUndefined();
	});
});

describe('M3 decoration is ignored', () => {
	test.each([
		['Credit limit (USD)', 'creditLimit'],
		['Credit Limit [€]', 'creditLimit'],
		['Email *', 'email'],
		['Email* (required)', 'email'],
		['Email (required)*', 'email'],
		['Customer email', 'email'],
		['Account status', 'status'],
		['Main contact email', 'email'],
		['Customer notes *', 'notes']
	])('%s is %s', (header, field) => {
		expect(matchHeader(header)?.field).toBe(field);
	});
	test.each(['Customer', 'Account', 'Customer id', 'Main phone', '(Email)', 'Customer account email'])(
		'%s is nothing',
		(header) => {
			expect(matchHeader(header)).toBeUndefined();
		}
	);
});

describe('M4 the canonical name wins over an alias, then the order of aliases', () => {
	test('and the losers stay unmapped and are shown', () => {
		const table = tableOf('contact_email,Company name,Email,Name,Full name\na@x.co,b,c@x.co,d,e');
		const proposed = proposeMapping(table);
		expect(proposed.mapping).toMatchObject({ email: 2, name: 3 });
		expect(proposed.columns).toEqual([
			{ ignored: 'better-match' },
			{ ignored: 'better-match' },
			{ field: 'email' },
			{ field: 'name' },
			{ ignored: 'better-match' }
		]);
	});
	test('aliases in the order of the rule book, not of the file', () => {
		expect(mappingOf('companyname,contactname,customername,fullname')).toEqual({ name: 'fullname' });
	});
	test('of two headers alike the first', () => {
		expect(proposeMapping(tableOf('Email,email\na@x.co,b@x.co')).mapping.email).toBe(0);
	});
});

describe('M5 a postal state never reaches the status', () => {
	test.each([
		['states', ['CA', 'NY', 'TX'], {}],
		['status words', ['active', 'blocked', 'TRUE'], { status: 'State' }],
		['half of them', ['active', 'CA'], { status: 'State' }],
		['most unknown', ['active', 'CA', 'NY'], {}],
		['empty cells do not count', ['active', '', ' ', ''], { status: 'State' }],
		['no values at all', ['', ''], { status: 'State' }],
		['Oklahoma alone, which is a status word too', ['OK', 'OK', 'ok'], {}],
		['Oklahoma and a neighbor', ['OK', 'OK', 'OK', 'TX'], {}],
		['a status that says OK', ['ok', 'ok', 'blocked'], { status: 'State' }]
	])('%s', (_, values, status) => {
		expect(mappingOf('Email,State', ...values.map((value, i) => `c${i}@x.co,${value}`))).toEqual({
			email: 'Email',
			...status
		});
	});
	test('nor does an empty one that stands in an address', () => {
		expect(mappingOf('Email,City,State,ZIP', 'a@x.co,Leeds,,LS1')).toEqual({ email: 'Email' });
	});
	test('a column called status is the status, though its words are not known', () => {
		for (const word of ['CA', 'pending', 'VIP', 'gesperrt', 'Deprecated']) {
			expect(mappingOf('Email,Status', `a@x.co,${word}`)).toEqual({ email: 'Email', status: 'Status' });
		}
	});
	test.each([
		['a mailing list', ['Active', 'Active', 'Unsubscribed'], {}],
		['a subscription', ['active', 'past_due', 'canceled'], {}],
		['a shop login', ['enabled', 'disabled', 'invited'], {}],
		['a sales pipeline', ['CUSTOMER-Closed Won', 'LEAD-Qualified'], {}],
		['a pipeline in which customers get blocked', ['Lead', 'Blocked'], { status: 'Status' }],
		['an unknown list of numbers', ['0', '0', '2'], {}],
		['zeros and ones', ['0', '1', '0'], { status: 'Status' }],
		['numbers among words', ['0', '2', 'blocked'], { status: 'Status' }]
	])('but not where they are those of %s', (_, values, status) => {
		const rows = values.map((value, i) => `c${i}@x.co,${value}`);
		expect(mappingOf('Email,Status', ...rows)).toEqual({ email: 'Email', ...status });
		const { columns, suggestions } = proposeMapping(tableOf(['Email,Status', ...rows].join('\n')));
		if (Object.keys(status).length === 0) expect(columns[1]).toEqual({ ignored: 'not-status-words' });
		expect(suggestions).toEqual([]);
	});
});

describe('M8 half a name is not a name', () => {
	test('the last names of a German list, with the first ones beside them', () => {
		const table = tableOf('Vorname,Name,E-Mail\nAnna,Müller,a@x.co\nKarl,Vogt,k@x.co');
		const { mapping, columns, suggestions } = proposeMapping(table);
		expect(mapping).toMatchObject({ name: null, email: 2 });
		expect(columns[1]).toEqual({ ignored: 'last-name' });
		expect(suggestions).toEqual([{ field: 'name', column: 3, why: { kind: 'joined' } }]);
	});
	test('whole names are, whatever stands beside them', () => {
		expect(mappingOf('Vorname,Name,E-Mail', 'Anna,Anna Müller,a@x.co')).toMatchObject({ name: 'Name' });
		expect(mappingOf('First name,Name,Email', 'Ann,Lee,a@x.co')).toMatchObject({ name: 'Name' });
	});
});

describe('W4 the reasons that the importer wrote', () => {
	test('are never read, though they are mostly addresses', () => {
		const table = tableOf(`mail,${setAsideHeader}\na@x.co,a@x.co\nb@x.co,b@x.co`);
		const { mapping, columns, suggestions } = proposeMapping(table);
		expect(mapping.email).toBeNull();
		expect(columns[1]).toEqual({ ignored: 'set-aside-reason' });
		expect(suggestions).toMatchObject([{ field: 'email', column: 0 }]);
	});
});

describe('P8 header names do no harm', () => {
	test('__proto__, constructor and names that occur twice', () => {
		expect(mappingOf('__proto__,constructor,toString,email,hasOwnProperty')).toEqual({ email: 'email' });
		expect(({} as Record<string, unknown>).email).toBeUndefined();
	});
});

describe('P9 password columns are never read', () => {
	test.each([
		'password',
		'Password',
		'Pass-Word',
		'customer password',
		'password_hash',
		'Passwort',
		'pwd',
		'user_pass',
		'Mot de passe',
		'Contraseña',
		'Kennwort',
		'Senha',
		'Hasło'
	])('%s', (header) => {
		expect(isPasswordHeader(header)).toBe(true);
		const { mapping, columns } = proposeMapping(tableOf(`email,${header}\na@x.co,s3cret`));
		expect(columns[1]).toEqual({ ignored: 'password' });
		expect(Object.values(mapping)).not.toContain(1);
	});
	test.each(['email', 'compass', 'bypass', 'pass'])('%s is none', (header) => {
		expect(isPasswordHeader(header)).toBe(false);
	});
});
