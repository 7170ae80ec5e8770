import { expect, test } from 'vitest';
import { joinedColumns } from '../../../../src/lib/import/headers/name-pair.ts';

test.each([
	[
		['First Name', 'Last Name'],
		[0, 1]
	],
	[
		['LastName', 'email', 'first_name'],
		[2, 0]
	],
	[
		['Given Name', 'Family Name'],
		[0, 1]
	],
	[
		['FNAME', 'LNAME'],
		[0, 1]
	],
	[
		['Vorname', 'Nachname', 'Name'],
		[0, 1]
	],
	[
		['Vorname', 'Name'],
		[0, 1]
	],
	[
		['Nom', 'Prénom'],
		[1, 0]
	],
	[
		['Nombre', 'Apellidos'],
		[0, 1]
	],
	[
		['Nome', 'Cognome'],
		[0, 1]
	],
	[
		['Imię', 'Nazwisko'],
		[0, 1]
	],
	[
		['Last Name *', 'First Name *'],
		[1, 0]
	],
	[
		['Bill to Contact First Name', 'Bill to Contact Last Name'],
		[0, 1]
	],
	[
		['Co./Last Name', 'First Name'],
		[1, 0]
	],
	[
		['billing_first_name', 'billing_last_name', 'first_name', 'last_name'],
		[2, 3]
	],
	[
		['First name', 'First name', 'Surname'],
		[0, 2]
	]
])('M8 %j has the two parts of a name', (header, columns) => {
	expect(joinedColumns(header)).toMatchObject([{ columns }]);
});

test.each([
	[['First Name']],
	[['First name', 'Name']],
	[['First Name', 'Billing Last Name']],
	[['Vorname', 'Last Name']],
	[['Phonetic First Name', 'Phonetic Last Name']],
	[['Name', 'Email']],
	[['', '']]
])('M8 %j has not', (header) => {
	expect(joinedColumns(header)).toEqual([]);
});

test("M8 it is called by the file's own headers, first name first", () => {
	expect(joinedColumns([' Nachname ', 'Vorname'])[0]?.header).toBe('Vorname + Nachname');
	expect(joinedColumns(['First name', `Last name (${'x'.repeat(150)})`])[0]?.header.length).toBeLessThan(200);
});
