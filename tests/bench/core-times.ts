import type { Customer } from '../../src/lib/customer/customer.ts';
import { defaultLimits } from '../../src/lib/import/limits.ts';
import { csvOf, generateCustomers, type RowSize } from '../support/generate-customers.ts';
import {
	type Existing,
	editCell,
	parseAlone,
	readPlan,
	readTable,
	remapEmail,
	remapNotes,
	submit,
	takeExisting,
	touchEveryCharacter,
	withoutEmail
} from './core-steps.ts';
import { measure } from './measure.ts';

/** One file for the core. */
export interface CoreFile {
	rows: number;
	size: RowSize;
}

/** The steps of the core, by which their times are found. */
export const steps = {
	floor: 'floor: decode the bytes, touch every character',
	papaparse: 'papaparse alone, delimiter and line end given',
	table: 'file → table',
	plan: 'file → plan',
	remapNotes: 'remap of the notes → plan',
	remapEmail: 'remap of the email → plan',
	edit: 'edit of one cell → plan',
	submit: 'plan → what is sent, digests and all'
} as const;

/** In the order in which they run and are listed. */
export const stepNames = Object.keys(steps) as (keyof typeof steps)[];

/** The median time of each step on one file; as it goes from a worker to its page. */
export interface CoreTimes extends CoreFile {
	bytes: number;
	counts: { create: number; update: number; unchanged: number };
	rounds: number;
	/** In milliseconds; what is sent is made for as many rows only as one import has. */
	times: Record<Exclude<keyof typeof steps, 'submit'>, number> & { submit?: number };
}

/**
 * Times the core on one file, in Node or in a worker.
 *
 * @param collect empties the heap of what is not used any more; from 500,000 rows on every step begins with that, so
 * that none pays for what others left behind
 */
export async function timeCore({ rows, size }: CoreFile, collect: () => void): Promise<CoreTimes> {
	const { bytes, existing } = makeFile({ rows, size });
	const review = readPlan(bytes, existing);
	const mapping = review.desk.mapping;
	const keyless = withoutEmail(review);
	const isLarge = rows >= 500_000;
	const rounds = isLarge ? 7 : rows > 5000 ? 11 : 21;
	const run: Record<keyof typeof steps, () => unknown> = {
		floor: () => touchEveryCharacter(bytes),
		papaparse: () => parseAlone(bytes),
		table: () => readTable(bytes),
		plan: () => readPlan(bytes, existing),
		remapNotes: () => remapNotes(review, existing),
		remapEmail: () => remapEmail(keyless, mapping.email, existing),
		edit: () => editCell(review, rows >> 1, existing),
		submit: () => submit(review)
	};
	const names = stepNames.filter((name) => name !== 'submit' || rows <= defaultLimits.maxRows);
	const medians = await measure(
		names.map((name) => ({ name, run: run[name], ...(isLarge ? { prepare: collect } : {}) })),
		rounds,
		isLarge ? 1 : rows > 5000 ? 3 : 10
	);
	const { create, update, unchanged } = review.plan.counts;
	return {
		rows,
		size,
		bytes: bytes.length,
		counts: { create, update, unchanged },
		rounds,
		times: Object.fromEntries(medians) as CoreTimes['times']
	};
}

/** A seeded file, and the customers that it is compared with. */
export function makeFile({ rows, size }: CoreFile): { bytes: Uint8Array<ArrayBuffer>; existing: Existing } {
	const customers = generateCustomers(rows, size);
	const bytes = new TextEncoder().encode(csvOf(customers));
	return { bytes, existing: takeExisting(existingOf(customers)) };
}

/** Of every three customers: one is not there yet, one has other notes, one is the same. */
function existingOf(customers: readonly Customer[]): Customer[] {
	return customers.flatMap((customer, index) => {
		if (index % 3 === 0) return [];
		return index % 3 === 1 ? { ...customer, notes: 'Before' } : customer;
	});
}
