import Papa from 'papaparse';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { toColumns } from '../../src/lib/customer/customer-columns.ts';
import { proposeMapping } from '../../src/lib/import/columns/match-headers.ts';
import { type Desk, checkedRows, mapDesk, openDesk } from '../../src/lib/import/fixes/desk.ts';
import { defaultLimits } from '../../src/lib/import/limits.ts';
import { clearEmptyCells } from '../../src/lib/import/mapping.ts';
import { makeSubmission } from '../../src/lib/import/plan/make-submission.ts';
import { PackedCustomers } from '../../src/lib/import/plan/packed-customers.ts';
import { readCsv } from '../../src/lib/import/read/read-csv.ts';
import { fixDesk } from '../../src/lib/import/review/fix-desk.ts';
import { type Review, reviewDesk } from '../../src/lib/import/review/review.ts';
import type { CsvTable } from '../../src/lib/import/table.ts';

// What the benchmark of the core does with it, as the worker does: all that it knows of the core's functions is here.

const options = { emptyCells: clearEmptyCells };
const limits = {
	...defaultLimits,
	maxBytes: Number.POSITIVE_INFINITY,
	maxRows: Number.POSITIVE_INFINITY
};

/** The customers that a file is compared with, as the worker has them. */
export type Existing = PackedCustomers;

/** Gives the worker's form of the customers that a lookup found. */
export function takeExisting(customers: readonly Customer[]): Existing {
	const existing = new PackedCustomers();
	existing.add(toColumns(customers));
	return existing;
}

/** F, the least that any reader must do: decode the bytes and touch every character once. */
export function touchEveryCharacter(bytes: Uint8Array): number {
	const text = new TextDecoder().decode(bytes);
	let sum = 0;
	for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
	return sum;
}

/** P, papaparse alone, which is told delimiter and line end. */
export function parseAlone(bytes: Uint8Array): unknown {
	return Papa.parse(new TextDecoder().decode(bytes), { delimiter: ',', newline: '\r\n' });
}

/** File → table. */
export function readTable(bytes: Uint8Array): CsvTable {
	const read = readCsv(bytes, {}, limits);
	if (read.kind === 'unreadable') throw new Error(read.problem.code);
	return read.table;
}

/** File → plan, in the order of its review: all that the worker does until the page can show rows, but the lookup. */
export function readPlan(bytes: Uint8Array, existing: Existing): Review {
	const table = readTable(bytes);
	return reviewDesk(mapDesk(openDesk(table), proposeMapping(table).mapping), existing, options);
}

/** The notes are taken from the column of the name: a field that is no key is mapped to another column. */
export function remapNotes(review: Review, existing: Existing): Review {
	const { desk } = review;
	return reviewDesk(mapDesk(desk, { ...desk.mapping, notes: desk.mapping.name }), existing, options, review);
}

/** The same file with no column for the email, to map it from. */
export function withoutEmail({ desk }: Review): Desk {
	return mapDesk(desk, { ...desk.mapping, email: null });
}

/** The email gets its column: the key of every row is read anew. */
export function remapEmail(desk: Desk, email: number | null, existing: Existing): Review {
	return reviewDesk(mapDesk(desk, { ...desk.mapping, email }), existing, options);
}

/** A person changes one cell. */
export function editCell(review: Review, row: number, existing: Existing): Review {
	const edit = { kind: 'edit', row, field: 'name', text: 'Another name' } as const;
	return reviewDesk(fixDesk(review.desk, review, edit), existing, options, review);
}

/** Plan → what is sent to apply it. */
export function submit({ desk, plan }: Review): unknown {
	return makeSubmission(checkedRows(desk), options, plan);
}
