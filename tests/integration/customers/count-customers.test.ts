import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inCompany } from '../../../src/lib/server/company-scope.ts';
import { countCustomers } from '../../../src/lib/server/customers/count-customers.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs, customersOf, makeCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { undoRequest } from '../../support/undo-request.ts';

const shops = Array.from({ length: 6 }, (_, i) =>
	customer(`shop-${i}@shop.example`, { status: i < 2 ? 'BLOCKED' : 'ACTIVE' })
);

describeEachEngine('the number of customers (issue 6)', () => {
	async function kept(companyId: string) {
		return await inCompany(companyId, async (transaction) => ({
			all: await countCustomers(transaction, companyId),
			active: await countCustomers(transaction, companyId, 'ACTIVE'),
			blocked: await countCustomers(transaction, companyId, 'BLOCKED')
		}));
	}

	async function counted(companyId: string) {
		const customers = await customersOf(companyId);
		const blocked = customers.filter(({ status }) => status === 'BLOCKED').length;
		return { all: customers.length, active: customers.length - blocked, blocked };
	}

	test('is kept on every path by which customers come, change and go', async () => {
		const company = await makeCompany();
		const { id: companyId, owner } = company;
		expect(await kept(companyId)).toEqual({ all: 0, active: 0, blocked: 0 });

		const create = applyRequest(columnsOf(shops));
		await callAs(owner).imports.applyPlan(create);
		expect(await kept(companyId)).toEqual({ all: 6, active: 4, blocked: 2 });

		const changed = shops.map((shop, i) => ({
			...shop,
			status: i % 2 === 0 ? ('BLOCKED' as const) : shop.status
		}));
		const update = applyRequest(columnsOf(changed), shops);
		await callAs(owner).imports.applyPlan(update);
		expect(await kept(companyId)).toEqual(await counted(companyId));

		await ownerDatabase().customer.updateMany({ where: { companyId }, data: { status: 'BLOCKED' } });
		expect(await kept(companyId)).toEqual({ all: 6, active: 0, blocked: 6 });
		await ownerDatabase().customer.deleteMany({ where: { companyId, email: 'shop-5@shop.example' } });
		expect(await kept(companyId)).toEqual({ all: 5, active: 0, blocked: 5 });
		await ownerDatabase().customer.updateMany({
			where: { companyId },
			data: { status: 'ACTIVE', notes: 'x' }
		});
		expect(await kept(companyId)).toEqual(await counted(companyId));
	});

	test('goes back with an undo, and stays where an import is refused (A6)', async () => {
		const company = await makeCompany({ plan: 'STARTER', customers: shops.slice(0, 3) });
		const more = applyRequest(columnsOf(shops.slice(3)));
		await callAs(company.owner).imports.applyPlan(more);
		await callAs(company.owner).imports.undo(await undoRequest(company.owner, more.importId));
		expect(await kept(company.id)).toEqual({ all: 3, active: 1, blocked: 2 });

		const many = Array.from({ length: 23 }, (_, i) => customer(`many-${i}@shop.example`));
		await expect(
			callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(many)))
		).rejects.toMatchObject({ problem: { code: 'PLAN_LIMIT', present: 3, creates: 23 } });
		expect(await kept(company.id)).toEqual(await counted(company.id));
	});

	test('is each company’s own, also where one statement changes several', async () => {
		const [one, other] = [await makeCompany({ customers: shops }), await makeCompany({ customers: shops })];
		await ownerDatabase().customer.updateMany({
			where: { companyId: { in: [one.id, other.id] }, email: 'shop-4@shop.example' },
			data: { status: 'BLOCKED' }
		});
		for (const { id } of [one, other]) expect(await kept(id)).toEqual({ all: 6, active: 3, blocked: 3 });
		await inCompany(one.id, async (transaction) => {
			expect(await countCustomers(transaction, other.id)).toBe(0);
		});
	});

	test('is read by the application, and never written by it (U2)', async () => {
		const { id } = await makeCompany({ customers: shops });
		const attempts = [
			`UPDATE "CustomerCount" SET "active" = 0`,
			`DELETE FROM "CustomerCount"`,
			`INSERT INTO "CustomerCount" VALUES ('${randomUUID()}', 1, 1)`,
			`SELECT "addToCustomerCount"('${id}', -1, 0)`
		];
		for (const attempt of attempts) {
			await expect(
				inCompany(id, (transaction) => transaction.$executeRawUnsafe(attempt)),
				attempt
			).rejects.toThrow('permission denied');
		}
		expect(await kept(id)).toEqual({ all: 6, active: 4, blocked: 2 });
	});
});
