import Papa from 'papaparse';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { defaultLimits } from '../../src/lib/import/limits.ts';
import { clearEmptyCells, type Mapping } from '../../src/lib/import/mapping.ts';
import { mapDesk, openDesk } from '../../src/lib/import/fixes/desk.ts';
import { fixDesk } from '../../src/lib/import/review/fix-desk.ts';
import { makeSubmission } from '../../src/lib/import/plan/make-submission.ts';
import { proposeMapping } from '../../src/lib/import/columns/match-headers.ts';
import { readCsv } from '../../src/lib/import/read/read-csv.ts';
import { reviewDesk } from '../../src/lib/import/review/review.ts';
import type { CsvTable } from '../../src/lib/import/table.ts';
import { csvOf, generateCustomers, type RowSize } from '../support/generate-customers.ts';
import { measure } from './measure.ts';
import type { Section } from './report.ts';

const rounds = 21;
const options = { emptyCells: clearEmptyCells };

/** Times the core on one file: from bytes to plan, from another mapping to plan, from plan to what is sent. */
export async function benchCore(rows: number, size: RowSize): Promise<Section> {
	const customers = generateCustomers(rows, size);
	const text = csvOf(customers);
	const bytes = new TextEncoder().encode(text);
	const existing = new Map(existingOf(customers).map((customer) => [customer.email, customer]));

	const table = tableOf(bytes);
	const { mapping } = proposeMapping(table);
	const desk = mapDesk(openDesk(table), mapping);
	const review = reviewDesk(desk, existing, options);
	const { plan } = review;
	const edit = { kind: 'edit', row: rows >> 1, field: 'name', text: 'Another name' } as const;

	const remapped: Mapping = { ...mapping, name: mapping.notes };

	const medians = await measure(
		[
			{ name: 'floor: decode the bytes, touch every character', run: () => touchEveryCharacter(bytes) },
			{
				name: 'papaparse alone, delimiter and line end given',
				run: () => Papa.parse(new TextDecoder().decode(bytes), { delimiter: ',', newline: '\r\n' })
			},
			{ name: 'file → table', run: () => tableOf(bytes) },
			{ name: 'table → checked rows', run: () => mapDesk(openDesk(table), mapping) },
			{ name: 'checked rows → review', run: () => reviewDesk(desk, existing, options) },
			{
				name: 'file → review',
				run() {
					const read = tableOf(bytes);
					reviewDesk(mapDesk(openDesk(read), proposeMapping(read).mapping), existing, options);
				}
			},
			{
				name: 'remap of one column → review',
				run: () => reviewDesk(mapDesk(desk, remapped), existing, options)
			},
			{
				name: 'edit of one cell → review',
				run: () => reviewDesk(fixDesk(desk, review, edit), existing, options)
			},
			{ name: 'plan → what is sent, digests and all', run: () => makeSubmission(review.rows, options, plan) }
		],
		rounds,
		10
	);
	const { create, update, unchanged } = plan.counts;
	return {
		title: `Core, ${rows.toLocaleString('en')} ${size} rows, ${(bytes.length / 1024).toFixed(0)} KiB, warm, in Node`,
		note: `${create} to create, ${update} to update, ${unchanged} unchanged; medians of ${rounds} rounds.`,
		medians,
		floors: [
			'floor: decode the bytes, touch every character',
			'papaparse alone, delimiter and line end given'
		]
	};
}

/** Of every three customers: one is not there yet, one has other notes, one is the same. */
function existingOf(customers: readonly Customer[]): Customer[] {
	return customers.flatMap((customer, index) => {
		if (index % 3 === 0) return [];
		return index % 3 === 1 ? { ...customer, notes: 'Before' } : customer;
	});
}

function tableOf(bytes: Uint8Array): CsvTable {
	const result = readCsv(bytes, {}, { ...defaultLimits, maxBytes: Number.POSITIVE_INFINITY });
	if (result.kind === 'unreadable') throw new Error(result.problem.code);
	return result.table;
}

/** The least that any reader must do. */
function touchEveryCharacter(bytes: Uint8Array): number {
	const text = new TextDecoder().decode(bytes);
	let sum = 0;
	for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
	return sum;
}
