import type { Customer } from '../../src/lib/customer/customer.ts';
import { checkFileRows } from '../../src/lib/import/check/check-rows.ts';
import { type Desk, mapDesk, openDesk } from '../../src/lib/import/fixes/desk.ts';
import { fixDesk } from '../../src/lib/import/review/fix-desk.ts';
import type { FixRequest } from '../../src/lib/import/fix.ts';
import { type SizeLimits, defaultLimits } from '../../src/lib/import/limits.ts';
import { clearEmptyCells, type EmptyCells, type Mapping } from '../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../src/lib/import/columns/match-headers.ts';
import type { ImportPlan } from '../../src/lib/import/plan.ts';
import { planImport } from '../../src/lib/import/plan/plan-import.ts';
import { readCsv } from '../../src/lib/import/read/read-csv.ts';
import { type Review, reviewDesk } from '../../src/lib/import/review/review.ts';
import type { CsvTable, ReadOptions } from '../../src/lib/import/table.ts';

/** Text as the bytes of a UTF-8 file. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	return new TextEncoder().encode(text);
}

/** Reads a file that must be readable. */
export function tableOf(
	file: string | Uint8Array,
	options: ReadOptions = {},
	limits: SizeLimits = defaultLimits
): CsvTable {
	const result = readCsv(typeof file === 'string' ? bytesOf(file) : file, options, limits);
	if (result.kind === 'unreadable') throw new Error(`unreadable: ${result.problem.code}`);
	return result.table;
}

/** Reads, maps by the headers and plans a file. */
export function planOf(
	file: string | Uint8Array,
	existing: readonly Customer[] = [],
	emptyCells: Partial<EmptyCells> = {},
	changedMapping: Partial<Mapping> = {}
): ImportPlan {
	const table = tableOf(file);
	const mapping = { ...proposeMapping(table).mapping, ...changedMapping };
	const customers = new Map(existing.map((customer) => [customer.email, customer]));
	return planImport(checkFileRows(table, mapping), customers, {
		emptyCells: { ...clearEmptyCells, ...emptyCells }
	});
}

/** A file on the desk, mapped as its headers propose but for the changes. */
export function deskOf(file: string | Uint8Array, changedMapping: Partial<Mapping> = {}): Desk {
	const table = tableOf(file);
	return mapDesk(openDesk(table), { ...proposeMapping(table).mapping, ...changedMapping });
}

/** What is on a desk, planned against these customers. */
export function reviewOf(desk: Desk, existing: readonly Customer[] = []): Review {
	const customers = new Map(existing.map((customer) => [customer.email, customer]));
	return reviewDesk(desk, customers, { emptyCells: clearEmptyCells });
}

/** A desk after one fix, as a person without any customers would make it. */
export function fixed(desk: Desk, request: FixRequest): Desk {
	return fixDesk(desk, reviewOf(desk), request);
}

/** A customer with the values that a test cares about. */
export function customer(email: string, values: Partial<Customer> = {}): Customer {
	return { email, name: null, status: 'ACTIVE', notes: null, creditLimit: null, ...values };
}
