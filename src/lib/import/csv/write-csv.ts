import { type Customer, fieldNames } from '../../customer/customer.ts';
import { escapeFormula } from './formula-guard.ts';

const byteOrderMark = '\ufeff';
const lineEnd = '\r\n';
const needsQuotes = /[",\r\n]|^\s|\s$/;

/** The export's first line: BOM, the canonical column names, CRLF (spec E1, E2). */
export function csvHeaderLine(): string {
	return `${byteOrderMark}${fieldNames.join(',')}${lineEnd}`;
}

/**
 * One customer as a line of the export: RFC 4180 quoting, null as nothing, credit limits as stored, texts
 * that a spreadsheet would run escaped (spec E2, E3).
 */
export function csvLine(customer: Customer): string {
	const { email, name, status, notes, creditLimit } = customer;
	return `${text(email)},${text(name)},${status},${text(notes)},${creditLimit ?? ''}${lineEnd}`;
}

function text(value: string | null): string {
	if (value === null) return '';
	const escaped = escapeFormula(value);
	return needsQuotes.test(escaped) ? `"${escaped.replaceAll('"', '""')}"` : escaped;
}
