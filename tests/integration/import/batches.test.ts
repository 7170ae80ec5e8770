import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromColumns } from '../../../src/lib/customer/customer-columns.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { AppliedImport, ApplyRequest } from '../../../src/lib/import/apply.ts';
import { valuesOf } from '../../../src/lib/import/check/field-column.ts';
import { proposeMapping } from '../../../src/lib/import/columns/match-headers.ts';
import { type Desk, mapDesk, openDesk, passRows } from '../../../src/lib/import/fixes/desk.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { clearEmptyCells } from '../../../src/lib/import/mapping.ts';
import { nextBatch, summarizeBatches } from '../../../src/lib/import/review/next-batch.ts';
import { type Review, reviewDesk } from '../../../src/lib/import/review/review.ts';
import { streamCustomers } from '../../../src/lib/server/export/stream-customers.ts';
import { type TestCompany, callAs, customersOf, makeCompany } from '../../support/companies.ts';
import { bytesOf, customer, tableOf } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const options = { emptyCells: clearEmptyCells };

/** Reads and plans a large file as the page does, with lookups of as many addresses as one import may have. */
async function reviewFor(
	company: TestCompany,
	file: Uint8Array<ArrayBuffer>
): Promise<{ desk: Desk; review: Review }> {
	const table = tableOf(file, {}, defaultLimits.file);
	const desk = mapDesk(openDesk(table), proposeMapping(table).mapping);
	const emails = valuesOf(desk.columns.email);
	const existing = new Map<string, Customer>();
	for (let at = 0; at < emails.length; at += defaultLimits.maxRows) {
		const piece = emails.slice(at, at + defaultLimits.maxRows);
		const { customers } = await callAs(company.owner).customers.lookup({ emails: piece });
		for (const found of fromColumns(customers)) existing.set(found.email, found);
	}
	return { desk, review: reviewDesk(desk, existing, options) };
}

/** Applies what is left of a review, batch after batch. */
async function applyAll(
	company: TestCompany,
	{ desk, review }: { desk: Desk; review: Review },
	run: string | null
): Promise<AppliedImport[]> {
	const { count } = summarizeBatches(review, defaultLimits);
	const applied: AppliedImport[] = [];
	let left = desk;
	for (;;) {
		const next = nextBatch(review, left.passed, options, defaultLimits);
		if (next === null) return applied;
		const request: ApplyRequest = {
			importId: randomUUID(),
			file: { name: 'large.csv', sha256: 'b'.repeat(64), bytes: 3_000_000 },
			mapping: { email: 'email' },
			...(run === null ? {} : { run: { id: run, batch: applied.length + 1, batches: count } }),
			submission: next.submission
		};
		applied.push(await callAs(company.owner).imports.applyPlan(request));
		left = passRows(left, next.passes);
	}
}

describeEachEngine('I30 a file that is too large for one import', () => {
	test('is applied as successive imports, tied together, each with its record and audit entry', async () => {
		const known = Array.from({ length: 1000 }, (_, i) =>
			customer(`c${i * 10}@x.co`, { name: i < 500 ? 'Same' : 'Old' })
		);
		const company = await makeCompany({ customers: known });
		const rows = Array.from({ length: 12_000 }, (_, i) => `c${i}@x.co,Same,${'n'.repeat(i % 40)}`);
		for (let i = 0; i < 500; i++) rows[i * 10] = `c${i * 10}@x.co,Same,`;
		const file = bytesOf(`email,name,notes\n${rows.join('\n')}\n`);
		const reviewed = await reviewFor(company, file);
		expect(reviewed.review.plan.counts).toEqual({ create: 11_000, update: 500, unchanged: 500, issue: 0 });

		const run = randomUUID();
		const applied = await applyAll(company, reviewed, run);
		expect(applied.map(({ created, updated }) => created + updated)).toEqual([5000, 5000, 1500]);
		expect(applied.every(({ unchanged }) => unchanged === 0)).toBe(true);
		const imports = await ownerDatabase().import.findMany({
			where: { companyId: company.id },
			orderBy: { batch: 'asc' },
			select: { id: true, runId: true, batch: true, batches: true }
		});
		expect(imports).toEqual(
			applied.map(({ importId }, i) => ({ id: importId, runId: run, batch: i + 1, batches: 3 }))
		);
		const audits = await ownerDatabase().auditEntry.findMany({ where: { companyId: company.id } });
		expect(audits.map(({ id }) => id).sort()).toEqual(applied.map(({ auditEntryId }) => auditEntryId).sort());

		const again = await reviewFor(company, file);
		expect(again.review.plan.counts).toEqual({ create: 0, update: 0, unchanged: 12_000, issue: 0 });
		expect(summarizeBatches(again.review, defaultLimits)).toEqual({ count: 0, rows: 0 });
	});

	test('such as an export of 20,000 customers, edited in 60 places, is one import of 60 updates', async () => {
		const customers = Array.from({ length: 20_000 }, (_, i) =>
			customer(`c${i}@x.co`, {
				name: `Customer "${i}", Ltd`,
				notes: i % 3 ? 'line\nbreak' : null,
				creditLimit: '10.00'
			})
		);
		const company = await makeCompany({ customers });
		const exported = await new Response(streamCustomers(company.id)).text();
		let edits = 0;
		const edited = exported.replaceAll(/,10\.00\r\n/g, (cell) =>
			++edits % 333 === 0 && edits <= 60 * 333 ? ',99.50\r\n' : cell
		);
		const reviewed = await reviewFor(company, bytesOf(edited));
		expect(reviewed.review.plan.counts).toEqual({ create: 0, update: 60, unchanged: 19_940, issue: 0 });
		expect(summarizeBatches(reviewed.review, defaultLimits)).toEqual({ count: 1, rows: 60 });
		const applied = await applyAll(company, reviewed, null);
		expect(applied).toMatchObject([{ created: 0, updated: 60, unchanged: 0 }]);
		const stored = await customersOf(company.id);
		expect(stored.filter(({ creditLimit }) => creditLimit === '99.50')).toHaveLength(60);
		expect(stored.filter(({ creditLimit }) => creditLimit === '10.00')).toHaveLength(19_940);
	});
});
