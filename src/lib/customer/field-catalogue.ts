import { maxCreditLimit, formatMoney, readCreditLimit } from './credit-limit.ts';
import { type FieldName, type FieldValue, fieldNames } from './customer.ts';
import { maxEmailLength, readEmail } from './email.ts';
import type { ReadValue } from './issue-code.ts';
import { readStatus } from './status.ts';
import { readText } from './text.ts';

/** The most code points of a name (spec 2). */
export const maxNameLength = 100;

/** The most code points of notes (spec 2). */
export const maxNotesLength = 2000;

/** Everything that this product knows about one field. Mapping, checks, diff, export, template and pages read it from here. */
export interface FieldDefinition {
	name: FieldName;
	/** On the screen. */
	label: string;
	/** Header names that mean this field, best first, in the form that `headerKey` gives (spec M2). */
	aliases: readonly string[];
	required: boolean;
	/** Reads a cell's text into the stored value or a problem (spec V1-V5). */
	read: (text: string) => ReadValue;
	/** The stored value where a created customer has none, and what an emptied cell becomes (spec S2, S3). */
	emptyValue: FieldValue;
	/** The stored value as people read it on the screen; null is the words for "nothing here". */
	show: (value: FieldValue) => string;
	/** For the format page. */
	rule: string;
	whenEmpty: string;
	example: string;
}

const catalogue: Record<FieldName, FieldDefinition> = {
	email: {
		name: 'email',
		label: 'Email',
		aliases: ['email', 'emailaddress', 'contactemail'],
		required: true,
		read: readEmail,
		emptyValue: null,
		show: (value) => value ?? '',
		rule: `A valid address with a dotted domain, at most ${maxEmailLength} characters. Each address once per file. Upper and lower case are the same.`,
		whenEmpty: 'Not allowed: every row needs an email.',
		example: 'orders@corner-deli.com'
	},
	name: {
		name: 'name',
		label: 'Name',
		aliases: ['name', 'fullname', 'customername', 'contactname', 'companyname'],
		required: false,
		read: (text) => readText(text, maxNameLength, 'NAME_TOO_LONG'),
		emptyValue: null,
		show: (value) => value ?? 'No name',
		rule: `Text, at most ${maxNameLength} characters.`,
		whenEmpty: 'The name is removed.',
		example: 'Corner Deli'
	},
	status: {
		name: 'status',
		label: 'Status',
		aliases: ['status', 'state'],
		required: false,
		read: readStatus,
		emptyValue: 'ACTIVE',
		show: (value) => (value === 'BLOCKED' ? 'Blocked' : 'Active'),
		rule: 'One of the words below, in any case. Any other word is read as ACTIVE, with a warning.',
		whenEmpty: 'The customer becomes ACTIVE.',
		example: 'ACTIVE'
	},
	notes: {
		name: 'notes',
		label: 'Notes',
		aliases: ['notes', 'note', 'comments', 'comment', 'remarks'],
		required: false,
		read: (text) => readText(text, maxNotesLength, 'NOTES_TOO_LONG'),
		emptyValue: null,
		show: (value) => value ?? 'No notes',
		rule: `Text, at most ${maxNotesLength.toLocaleString('en-US')} characters. Line breaks are kept.`,
		whenEmpty: 'The notes are removed.',
		example: 'Delivers on Tuesdays'
	},
	creditLimit: {
		name: 'creditLimit',
		label: 'Credit limit',
		aliases: ['creditlimit', 'credit', 'limit', 'creditline'],
		required: false,
		read: readCreditLimit,
		emptyValue: null,
		show: (value) => (value === null ? 'No limit' : formatMoney(value)),
		rule: `0 to ${formatMoney(maxCreditLimit)}, with "." before at most 2 decimals. No currency sign, no thousands separator. 0 is a limit of zero.`,
		whenEmpty: 'The credit limit is removed: the customer has no limit.',
		example: '1500.00'
	}
};

/** The definition of a field. */
export function fieldDefinition(name: FieldName): FieldDefinition {
	return catalogue[name];
}

/** The definitions of all fields, in the order of the export and of every screen. */
export const fieldDefinitions: readonly FieldDefinition[] = fieldNames.map((name) => catalogue[name]);
