import { type FieldName, fieldNames } from '../lib/customer/customer.ts';
import { trimText } from '../lib/customer/text.ts';
import { assignColumn } from '../lib/import/columns/assign-column.ts';
import { type Desk, mapDesk, openDesk } from '../lib/import/fixes/desk.ts';
import { headerKey } from '../lib/import/headers/header-names.ts';
import type { ColumnSummary } from '../lib/import/worker-api.ts';
import type { ReadTable } from './read-csv.ts';

/** The header that each named field is read from; null is "don't import". What is left out goes by the headers' names. */
export type ChosenColumns = Partial<Record<FieldName, string | null>>;

/** A file whose columns are mapped, read and checked. */
export interface MappedTable {
	kind: 'mapped';
	read: ReadTable;
	/** The header, as written, of each field that is read (spec S2). */
	mapping: Partial<Record<FieldName, string>>;
	/** Its valid addresses, each once, in the order of rows: those to look up. */
	emails: string[];
	/** @internal The rows with their values and issues, for `planImport`. */
	desk: Desk;
}

/** Why the columns cannot be mapped. */
export interface Unmapped {
	kind: 'unmapped';
	problem: { code: 'COLUMN_NOT_FOUND'; field: FieldName } | { code: 'EMAIL_NOT_MAPPED' };
	/** A sentence for a person. */
	message: string;
}

/**
 * Maps the columns of a file to fields, by the names of its headers (spec M1-M5) or as they are chosen, and checks
 * every cell (spec V1-V7). What the page would only suggest is not mapped (`read.suggestions`), and password columns
 * cannot be.
 */
export function mapColumns(read: ReadTable, chosen: ChosenColumns = {}): MappedTable | Unmapped {
	let { mapping } = read;
	for (const field of fieldNames) {
		const header = chosen[field];
		if (header === undefined) continue;
		const column = header === null ? null : findByName(read.columns, header);
		if (column === undefined) {
			const message = `No column is called as is given for ${field}.`;
			return { kind: 'unmapped', problem: { code: 'COLUMN_NOT_FOUND', field }, message };
		}
		({ mapping } = assignColumn(mapping, field, column?.index ?? null));
	}
	const desk = mapDesk(openDesk(read.table), mapping);
	const { email } = desk.columns;
	if (email === undefined) {
		const message = 'No column holds email addresses by its name. Choose one.';
		return { kind: 'unmapped', problem: { code: 'EMAIL_NOT_MAPPED' }, message };
	}
	const emails = new Set<string>();
	for (let index = 0; index < email.length; index++) {
		const address = email.value(index);
		if (address !== null) emails.add(address);
	}
	const headers: MappedTable['mapping'] = {};
	for (const field of fieldNames) {
		const column = mapping[field];
		if (column !== null) headers[field] = read.columns[column]?.header ?? '';
	}
	return { kind: 'mapped', read, mapping: headers, emails: [...emails], desk };
}

/** The column of this name: as written, as the page tells two of one name apart (spec P8), or as headers are matched (spec M1). */
function findByName(columns: readonly ColumnSummary[], name: string): ColumnSummary | undefined {
	const choices = columns.filter(({ selectable }) => selectable);
	const wanted = trimText(name);
	return (
		choices.find(({ header }) => header === wanted) ??
		choices.find(({ label }) => label === wanted) ??
		choices.find(({ header }) => headerKey(header) === headerKey(wanted))
	);
}
