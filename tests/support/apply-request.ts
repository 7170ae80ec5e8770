import { randomUUID } from 'node:crypto';
import {
	type Customer,
	type FieldName,
	type FieldValue,
	fieldNames
} from '../../src/lib/customer/customer.ts';
import type { ApplyRequest } from '../../src/lib/import/apply.ts';
import { checkSubmittedRows } from '../../src/lib/import/check/check-rows.ts';
import { planDigest, rowDigest } from '../../src/lib/import/plan/digest.ts';
import { type EmptyCells, clearEmptyCells } from '../../src/lib/import/mapping.ts';
import { planImport } from '../../src/lib/import/plan/plan-import.ts';

export type Columns = ApplyRequest['submission']['columns'];

/**
 * The request that the browser would send for these columns, had its preview seen these customers. Values
 * are sent as given, so that a test can send what a browser never would.
 */
export function applyRequest(
	columns: Columns,
	seen: readonly Customer[] = [],
	options: { importId?: string; emptyCells?: Partial<EmptyCells> } = {}
): ApplyRequest {
	const rowNumbers = (columns.email ?? []).map((_, i) => i + 2);
	const emptyCells = { ...clearEmptyCells, ...options.emptyCells };
	const existing = new Map(seen.map((customer) => [customer.email, customer]));
	const plan = planImport(checkSubmittedRows(rowNumbers, columns), existing, { emptyCells });
	const rowDigests = plan.outcomes.map(rowDigest);
	const fields = fieldNames.filter((field) => columns[field] !== undefined);
	const mapping: ApplyRequest['mapping'] = {};
	for (const field of fields) mapping[field] = `My ${field}`;
	return {
		importId: options.importId ?? randomUUID(),
		file: { name: 'customers.csv', sha256: 'a'.repeat(64), bytes: 1234 },
		mapping,
		submission: {
			rowNumbers,
			columns,
			emptyCells,
			digest: planDigest({ emptyCells }, fields, rowDigests),
			rowDigests
		}
	};
}

/** Customers as columns, all five fields mapped. */
export function columnsOf(
	customers: readonly Customer[],
	fields: readonly FieldName[] = fieldNames
): Columns {
	const columns: Columns = {};
	for (const field of fields) columns[field] = customers.map((customer): FieldValue => customer[field]);
	return columns;
}
