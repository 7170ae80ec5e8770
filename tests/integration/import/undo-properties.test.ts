import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { changeableFields } from '../../../src/lib/import/plan/diff-column.ts';
import type { UndoOutcome } from '../../../src/lib/import/undo.ts';
import { makeUndoRequest } from '../../../src/lib/import/undo/make-undo-request.ts';
import { newImportId } from '../../../src/lib/wire/new-import-id.ts';
import { arbitraryCustomers } from '../../support/arbitrary-customer.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { type TestCompany, callAs, customersOf, makeCompany, refusalOf } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { previewOf, undoRequest } from '../../support/undo-request.ts';

/** Every row of a company, as text, but for `updatedAt` and the records of imports and the audit log. */
async function contentOf(companyId: string): Promise<string[]> {
	const tables = await ownerDatabase().$queryRaw<{ name: string }[]>`
		SELECT c.relname::text AS "name" FROM pg_class AS c
		JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'companyId'
		WHERE
			c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
			AND c.relname NOT IN ('Import', 'ImportChange', 'ImportUndo', 'AuditEntry')
		ORDER BY c.relname
	`;
	const rows: string[] = [];
	for (const { name } of tables) {
		const found = await ownerDatabase().$queryRawUnsafe<{ text: string }[]>(
			`SELECT '${name} ' || (to_jsonb(t) - 'updatedAt')::text AS "text" FROM "${name}" AS t
			 WHERE "companyId" = '${companyId}' ORDER BY 1`
		);
		rows.push(...found.map(({ text }) => text));
	}
	return rows;
}

describeEachEngine('undo of anything', () => {
	test('H2: apply, then undo, leaves the database byte for byte as it was, for any file', async () => {
		const options = fc.record({
			customers: arbitraryCustomers(12),
			others: arbitraryCustomers(12),
			fields: fc.subarray(changeableFields),
			emptyCells: fc.constantFrom('clear' as const, 'keep' as const),
			passwords: fc.nat({ max: 4 })
		});
		await fc.assert(
			fc.asyncProperty(options, async ({ customers, others, fields, emptyCells, passwords }) => {
				const file = fileOf(customers, others);
				const company = await makeCompany({ customers });
				await ownerDatabase().customer.updateMany({
					where: {
						companyId: company.id,
						email: { in: customers.slice(0, passwords).map((one) => one.email) }
					},
					data: { passwordHash: 'set', emailVerified: true }
				});
				const before = await contentOf(company.id);
				const request = applyRequest(columnsOf(file, ['email', ...fields]), customers, {
					emptyCells: { name: emptyCells, status: emptyCells, notes: emptyCells, creditLimit: emptyCells }
				});
				const applied = await callAs(company.owner).imports.applyPlan(request).catch(nothingToChange);
				if (applied === null) return;
				expect(await contentOf(company.id)).not.toEqual(before);
				const undone = await callAs(company.owner).imports.undo(
					await undoRequest(company.owner, request.importId)
				);
				expect(undone).toMatchObject({ restored: applied.updated, removed: applied.created, kept: 0 });
				expect(await contentOf(company.id)).toEqual(before);
			}),
			{ numRuns: 40 }
		);
	});

	test('H2: whatever happens in any order, exactly what was touched since is kept, and all else is as it was', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(arbitraryDeed(), { minLength: 8, maxLength: 20, size: 'max' }),
				async (deeds) => {
					const world = await newWorld();
					for (const deed of deeds) await perform(world, deed);
					const expected = [...world.shops.values()]
						.map(({ now }) => now)
						.sort((one, other) => (one.email < other.email ? -1 : 1));
					expect(await customersOf(world.company.id)).toEqual(expected);
				}
			),
			{ numRuns: 50 }
		);
	});
});

/** Every other customer with what the others have, and then the others themselves. */
function fileOf(customers: readonly Customer[], others: readonly Customer[]): Customer[] {
	const known = new Set(customers.map(({ email }) => email));
	const changed = customers.flatMap((one, i) => {
		const other = others[i];
		return i % 2 === 0 && other !== undefined ? [{ ...other, email: one.email }] : [];
	});
	return [...changed, ...others.filter(({ email }) => !known.has(email))];
}

async function nothingToChange(error: unknown): Promise<null> {
	expect(await refusalOf(Promise.reject(error as Error))).toMatchObject({ appCode: 'NOTHING_TO_CHANGE' });
	return null;
}

const names = ['a', 'b', 'c'];

/** Something that happens to a company with three shops at most. */
type Deed =
	| { kind: 'import'; rows: { name: string; value: string }[] }
	/** Of the last import but so many. */
	| { kind: 'undo'; nth: number }
	| { kind: 'edit'; name: string; value: string }
	| { kind: 'password'; name: string }
	| { kind: 'delete'; name: string };

function arbitraryDeed(): fc.Arbitrary<Deed> {
	const name = fc.constantFrom(...names);
	const value = fc.constantFrom('one', 'two', 'three');
	const rows = fc.uniqueArray(fc.record({ name, value }), {
		selector: (row) => row.name,
		minLength: 1,
		maxLength: names.length
	});
	return fc.oneof(
		{ weight: 5, arbitrary: fc.record({ kind: fc.constant('import' as const), rows }) },
		{ weight: 5, arbitrary: fc.record({ kind: fc.constant('undo' as const), nth: fc.nat({ max: 3 }) }) },
		{ weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), name, value }) },
		{ weight: 1, arbitrary: fc.record({ kind: fc.constant('password' as const), name }) },
		{ weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), name }) }
	);
}

/** What was done to a shop and still stands: an import of that id, or an edit; with what it was before. */
interface Touch {
	by: string | null;
	before: Customer | null;
}

/** One customer's life: deleting it ends it, and the same address begins another. */
interface Shop {
	now: Customer;
	hasPassword: boolean;
	isGone: boolean;
	/** The last one last. */
	touches: Touch[];
}

/** The model: what the company must be like, told by what was done to it alone. */
interface World {
	company: TestCompany;
	/** Those that are there, by address. */
	shops: Map<string, Shop>;
	/** What each import changed, and no undo has taken back; by row. */
	imports: { id: string; standing: Map<number, Shop> }[];
}

async function newWorld(): Promise<World> {
	const customers = names.slice(0, 2).map((name) => customer(`${name}@shop.example`, { name: 'zero' }));
	const shops = customers.map((now): [string, Shop] => [
		now.email,
		{ now, hasPassword: false, isGone: false, touches: [] }
	]);
	return { company: await makeCompany({ customers }), shops: new Map(shops), imports: [] };
}

async function perform(world: World, deed: Deed): Promise<void> {
	if (deed.kind === 'import') return importRows(world, deed.rows);
	if (deed.kind === 'undo') return undoImport(world, deed.nth);
	const email = `${deed.name}@shop.example`;
	const shop = world.shops.get(email);
	const where = { companyId: world.company.id, email };
	if (deed.kind === 'edit') {
		await ownerDatabase().customer.updateMany({ where, data: { name: deed.value } });
		if (shop === undefined || shop.now.name === deed.value) return;
		shop.touches.push({ by: null, before: shop.now });
		shop.now = { ...shop.now, name: deed.value };
	} else if (deed.kind === 'password') {
		await ownerDatabase().customer.updateMany({ where, data: { passwordHash: 'set' } });
		if (shop) shop.hasPassword = true;
	} else {
		await ownerDatabase().customer.deleteMany({ where });
		if (shop) shop.isGone = true;
		world.shops.delete(email);
	}
}

async function importRows(world: World, rows: { name: string; value: string }[]): Promise<void> {
	const wanted = rows.map(({ name, value }) => customer(`${name}@shop.example`, { name: value }));
	const seen = [...world.shops.values()].map(({ now }) => now);
	const request = applyRequest(columnsOf(wanted, ['email', 'name']), seen);
	const applied = await callAs(world.company.owner).imports.applyPlan(request).catch(nothingToChange);
	const standing = new Map<number, Shop>();
	wanted.forEach((now, i) => {
		const shop = world.shops.get(now.email);
		if (shop?.now.name === now.name) return;
		const changed = shop ?? { now, hasPassword: false, isGone: false, touches: [] };
		changed.touches.push({ by: request.importId, before: shop?.now ?? null });
		changed.now = now;
		world.shops.set(now.email, changed);
		standing.set(i + 2, changed);
	});
	expect(applied === null).toBe(standing.size === 0);
	if (applied !== null) world.imports.push({ id: request.importId, standing });
}

/** What the model says of one row, in the words of the preview. */
function expectedOutcome(importId: string, shop: Shop): string {
	const last = shop.touches.at(-1);
	const created = shop.touches.find(({ by }) => by === importId)?.before === null;
	if (shop.isGone) return 'keep CUSTOMER_GONE';
	if (created && shop.hasPassword) return 'keep PASSWORD_SET';
	if (last?.by === importId) return created ? 'remove' : 'restore';
	return last === undefined || last.by === null ? 'keep EDITED' : `keep LATER_IMPORT ${last.by}`;
}

function wordsOf(outcome: UndoOutcome): string {
	if (outcome.kind !== 'keep') return outcome.kind;
	const { reason } = outcome;
	return `keep ${reason.code}${reason.code === 'LATER_IMPORT' ? ` ${reason.importId}` : ''}`;
}

async function undoImport(world: World, nth: number): Promise<void> {
	const wanted = world.imports.at(-1 - nth);
	if (wanted === undefined) return;
	const { owner } = world.company;
	if (wanted.standing.size === 0) {
		expect(await refusalOf(previewOf(owner, wanted.id))).toMatchObject({ appCode: 'ALREADY_UNDONE' });
		return;
	}
	const outcomes = await previewOf(owner, wanted.id);
	const expected = [...wanted.standing].map(([row, shop]) => [row, expectedOutcome(wanted.id, shop)]);
	expect(outcomes.map((outcome) => [outcome.row, wordsOf(outcome)])).toEqual(expected);
	const call = callAs(owner).imports.undo(makeUndoRequest(wanted.id, newImportId(), outcomes));
	const kept = expected.filter(([, words]) => String(words).startsWith('keep')).length;
	if (kept === expected.length) {
		expect(await refusalOf(call)).toMatchObject({ problem: { code: 'NOTHING_TO_UNDO', kept } });
		return;
	}
	expect(await call).toMatchObject({ kept });
	for (const [row, shop] of [...wanted.standing]) {
		if (expectedOutcome(wanted.id, shop).startsWith('keep')) continue;
		wanted.standing.delete(row);
		const before = shop.touches.pop()?.before ?? null;
		if (before === null) {
			shop.isGone = true;
			world.shops.delete(shop.now.email);
		} else {
			shop.now = before;
		}
	}
}
