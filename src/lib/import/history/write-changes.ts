import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import { quotedLine } from '../csv/quoted-line.ts';
import type { RecordedChange } from '../undo.ts';

const heading = ['row', 'email', 'change', 'field', 'old value', 'new value', 'undone'];

/**
 * Everything that an import changed as a CSV file with BOM and CRLF: a line for each field of each customer (spec H1).
 * Values are as the export writes them; of a created customer every field has a line. Where an old value is no longer
 * known, the file says so.
 */
export function writeChanges(changes: readonly RecordedChange[]): string {
	return '\ufeff' + [heading, ...changes.flatMap(linesOf)].map(quotedLine).join('');
}

function linesOf(change: RecordedChange): string[][] {
	const { row, after, isUndone, kind } = change;
	const fields: readonly FieldName[] = kind === 'create' ? fieldNames : change.fields;
	return fields.map((field) => [
		String(row),
		after.email,
		kind === 'create' ? 'created' : 'updated',
		field,
		kind === 'create' ? '' : oldValue(change.before, field),
		after[field] ?? '',
		isUndone ? 'yes' : ''
	]);
}

function oldValue(before: Customer | null, field: FieldName): string {
	return before === null ? '(no longer known)' : (before[field] ?? '');
}
