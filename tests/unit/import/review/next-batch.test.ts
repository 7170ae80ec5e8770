import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Customer } from '../../../../src/lib/customer/customer.ts';
import { adoptFixes, exportFixes } from '../../../../src/lib/import/fixes/carry-fixes.ts';
import { type Desk, passRows } from '../../../../src/lib/import/fixes/desk.ts';
import type { SizeLimits } from '../../../../src/lib/import/limits.ts';
import { clearEmptyCells } from '../../../../src/lib/import/mapping.ts';
import { fixDesk } from '../../../../src/lib/import/review/fix-desk.ts';
import { nextBatch, summarizeBatches } from '../../../../src/lib/import/review/next-batch.ts';
import type { Batch } from '../../../../src/lib/import/worker-api.ts';
import { customer, deskOf, reviewOf } from '../../../support/core.ts';

const limits: SizeLimits = { maxRows: 2, maxBytes: 1_000_000 };
const options = { emptyCells: clearEmptyCells };

function batchOf(desk: Desk, existing: readonly Customer[] = []): Batch | null {
	return nextBatch(reviewOf(desk, existing), desk.passed, options, limits);
}

/** Takes batch after batch, as a run does, and the desk behind the last one. */
function run(start: Desk, existing: readonly Customer[] = []): { batches: Batch[]; desk: Desk } {
	const batches: Batch[] = [];
	let desk = start;
	for (;;) {
		const next = batchOf(desk, existing);
		if (next === null) return { batches, desk };
		batches.push(next);
		desk = passRows(desk, next.passes);
	}
}

function rowsOf(batches: readonly Batch[]): number[][] {
	return batches.map(({ submission }) => submission.rowNumbers);
}

const seven = 'email\na@x.co\nb@x.co\nc@x.co\nd@x.co\ne@x.co\nf@x.co\ng@x.co\n';

describe('I30 the next batch', () => {
	test('goes on behind the last one, until no row is left, and as many come as the summary says', () => {
		const desk = deskOf(seven);
		const { batches } = run(desk);
		expect(rowsOf(batches)).toEqual([[2, 3], [4, 5], [6, 7], [8]]);
		expect(summarizeBatches(reviewOf(desk), limits)).toEqual({ count: 4, rows: 7 });
	});

	test('has no unchanged row; they are counted where they are passed, those behind the last one too', () => {
		const existing = ['a', 'c', 'f', 'g'].map((name) => customer(`${name}@x.co`));
		const { batches, desk } = run(deskOf(seven), existing);
		expect(rowsOf(batches)).toEqual([[3, 5], [6]]);
		expect(batches.map(({ unchanged }) => unchanged)).toEqual([2, 2]);
		expect(desk.passed.size).toBe(7);
	});

	test('is of what the review shows: passed rows are in it no more', () => {
		const desk = passRows(deskOf(seven), { throughRow: 5, leftOut: [] });
		const { plan, all } = reviewOf(desk);
		expect(plan.counts).toMatchObject({ create: 3 });
		expect([...all]).toEqual([4, 5, 6]);
	});

	test('W4 has no row that is left out; one that is brought back is imported, however far the run was', () => {
		const desk = fixDesk(deskOf(seven), reviewOf(deskOf(seven)), { kind: 'set-aside', rows: [3, 8] });
		const first = batchOf(desk);
		expect(first?.submission.rowNumbers).toEqual([2, 4]);
		const passed = passRows(desk, first?.passes ?? { throughRow: 0, leftOut: [] });
		const back = fixDesk(passed, reviewOf(passed), { kind: 'undo-all' });
		expect(rowsOf(run(back).batches)).toEqual([[3, 5], [6, 7], [8]]);
	});

	test('V6 an address that was imported already is still found a second time', () => {
		const passed = passRows(deskOf(seven), { throughRow: 4, leftOut: [] });
		const twice = fixDesk(passed, reviewOf(passed), { kind: 'edit', row: 7, field: 'email', text: 'b@x.co' });
		expect(reviewOf(twice).plan.issues).toMatchObject([{ row: 7, code: 'EMAIL_DUPLICATE', otherRow: 3 }]);
	});

	test('goes on in a fresh worker where it was, from fixes and passed rows alone', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('create', 'update', 'unchanged', 'aside', 'back'), {
					minLength: 1,
					maxLength: 12
				}),
				fc.nat(5),
				fc.integer({ min: 1, max: 3 }),
				(kinds, stopAfter, maxRows) => {
					const text = `email,name\n${kinds.map((_, i) => `c${i}@x.co,New\n`).join('')}`;
					const existing = kinds.flatMap((kind, i) =>
						kind === 'update' || kind === 'unchanged'
							? [customer(`c${i}@x.co`, { name: kind === 'update' ? 'Old' : 'New' })]
							: []
					);
					let desk = deskOf(text);
					for (const rows of [rowsThatAre('aside'), rowsThatAre('back')])
						if (rows.length > 0) desk = fixDesk(desk, reviewOf(desk, existing), { kind: 'set-aside', rows });
					const sent: number[] = [];
					function rowsThatAre(...wanted: string[]): number[] {
						return kinds.flatMap((kind, i) => (wanted.includes(kind) ? [i + 2] : []));
					}
					function take(count: number): void {
						for (let i = 0; i < count; i++) {
							const next = nextBatch(reviewOf(desk, existing), desk.passed, options, { ...limits, maxRows });
							if (next === null) return;
							sent.push(...next.submission.rowNumbers);
							const fixes = structuredClone(exportFixes(desk));
							desk = passRows(adoptFixes(deskOf(text), fixes).desk, structuredClone(next.passes));
						}
					}
					take(stopAfter);
					for (const { id } of desk.fixes.slice(rowsThatAre('aside').length > 0 ? 1 : 0))
						desk = fixDesk(desk, reviewOf(desk, existing), { kind: 'undo', id });
					take(kinds.length + 1);
					const wanted = rowsThatAre('create', 'update', 'back');
					expect([...sent].sort((one, other) => one - other)).toEqual(wanted);
				}
			)
		);
	});
});
