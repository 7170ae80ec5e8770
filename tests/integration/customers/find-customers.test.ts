import { expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { sortFields } from '../../../src/lib/customer/list-query.ts';
import { type CustomerListQuery, findCustomers } from '../../../src/lib/server/customers/find-customers.ts';
import { encodeCursor } from '../../../src/lib/server/cursor.ts';
import { makeCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

/** 37 customers with ties and nothing in every field that can be empty. */
const crowd: Customer[] = Array.from({ length: 37 }, (_, i) =>
	customer(`shop-${String((i * 7) % 37).padStart(2, '0')}@shop.example`, {
		name: i % 5 === 0 ? null : `Name ${i % 4}`,
		status: i % 3 === 0 ? 'BLOCKED' : 'ACTIVE',
		creditLimit: i % 4 === 0 ? null : `${(i % 6) ** 3 * 10}.50`
	})
);

async function crowdedCompany(): Promise<string> {
	const company = await makeCompany({ customers: crowd });
	// Half of them share their time, too.
	await ownerDatabase().customer.updateMany({
		where: { companyId: company.id, status: 'ACTIVE' },
		data: { updatedAt: new Date('2026-01-02T03:04:05.006Z') }
	});
	return company.id;
}

/** Every page from the first on, and then back again by the previous cursors. */
async function walk(companyId: string, list: Omit<CustomerListQuery, 'cursor'>) {
	const pages = [await findCustomers(companyId, list)];
	for (let page = pages[0]; page?.nextCursor; pages.push(page)) {
		page = await findCustomers(companyId, { ...list, cursor: page.nextCursor });
		if (pages.length > 100) throw new Error('The pages do not end.');
	}
	const back = [];
	for (let cursor = pages.at(-1)?.previousCursor; cursor;) {
		const page = await findCustomers(companyId, { ...list, cursor });
		back.unshift(page);
		cursor = page.previousCursor;
		if (back.length > 100) throw new Error('The pages do not begin.');
	}
	return { pages, back };
}

function emailsOf(pages: { customers: { email: string }[] }[]): string[] {
	return pages.flatMap(({ customers }) => customers.map(({ email }) => email));
}

describeEachEngine('the customer list', () => {
	for (const sort of sortFields) {
		for (const direction of ['asc', 'desc'] as const) {
			test(`spec 8: by ${sort} ${direction}, pages show every customer exactly once, forwards and backwards`, async () => {
				const companyId = await crowdedCompany();
				for (const take of [2, 5, 37, 200]) {
					const { pages, back } = await walk(companyId, { sort, direction, take });
					const seen = emailsOf(pages);
					expect([...seen].sort()).toEqual(crowd.map(({ email }) => email).sort());
					expect(emailsOf(back)).toEqual(seen.slice(0, seen.length - (pages.at(-1)?.customers.length ?? 0)));
					expect(pages[0]?.previousCursor).toBeNull();
					expect(pages.map(({ total }) => total)).toEqual(pages.map(() => ({ count: 37, isMore: false })));
				}
			});
		}

		test(`spec 8: by ${sort}, descending is exactly ascending reversed`, async () => {
			const companyId = await crowdedCompany();
			const up = await walk(companyId, { sort, direction: 'asc', take: 10 });
			const down = await walk(companyId, { sort, direction: 'desc', take: 7 });
			expect(emailsOf(down.pages)).toEqual(emailsOf(up.pages).reverse());
		});
	}

	test('spec 8: nothing comes last: no name after every name, no limit above every limit', async () => {
		const companyId = await crowdedCompany();
		for (const sort of ['name', 'creditLimit'] as const) {
			const { customers } = await findCustomers(companyId, { sort, direction: 'asc', take: 200 });
			const values = customers.map((row) => row[sort]);
			const present = values.filter((value) => value !== null);
			expect(values.slice(present.length).every((value) => value === null)).toBe(true);
			const sorted = [...present].sort((a, b) =>
				sort === 'name' ? (a < b ? -1 : 1) : Number(a) - Number(b)
			);
			expect(present.map(String)).toEqual(sorted);
		}
	});

	test('spec 8, C3: a row has the five fields as they are stored, its id and when it changed', async () => {
		const rich = customer('rich@shop.example', { name: 'Ä', notes: 'a\nb', creditLimit: '9999999999.99' });
		const company = await makeCompany({ customers: [rich] });
		const { customers } = await findCustomers(company.id, { sort: 'email', direction: 'asc' });
		const stored = await ownerDatabase().customer.findFirstOrThrow({ where: { companyId: company.id } });
		expect(customers).toEqual([{ ...rich, id: stored.id, updatedAt: stored.updatedAt }]);
	});

	test('spec 8: search finds parts of email and name in any case, and % and _ are ordinary characters', async () => {
		const company = await makeCompany({
			customers: [
				customer('a_b@shop.example', { name: '100% Coffee' }),
				customer('axb@shop.example', { name: '100 Coffees' }),
				customer('c@shop.example', { name: 'Back\\slash' }),
				customer('d@shop.example')
			]
		});
		async function find(query: string): Promise<string[]> {
			const page = await findCustomers(company.id, { query, sort: 'email', direction: 'asc' });
			expect(page.total).toEqual({ count: page.customers.length, isMore: false });
			return page.customers.map(({ email }) => email);
		}
		expect(await find('COFFEE')).toEqual(['a_b@shop.example', 'axb@shop.example']);
		expect(await find('%')).toEqual(['a_b@shop.example']);
		expect(await find('_')).toEqual(['a_b@shop.example']);
		expect(await find('\\')).toEqual(['c@shop.example']);
		expect(await find(' d@SHOP ')).toEqual(['d@shop.example']);
		expect(await find("' OR 1=1 --")).toEqual([]);
		expect(await find('\0')).toHaveLength(4);
		expect(await find('\ud800')).toEqual([]);
		expect(await find('x'.repeat(10_000))).toEqual([]);
	});

	test('spec 8: a search does not find across the end of an address and the beginning of a name', async () => {
		const company = await makeCompany({ customers: [customer('a@shop.example', { name: 'Zoë' })] });
		for (const query of ['example\nZo', 'example Zo', 'exampleZo']) {
			const { customers, total } = await findCustomers(company.id, {
				query,
				sort: 'email',
				direction: 'asc'
			});
			expect([customers, total.count]).toEqual([[], 0]);
		}
	});

	test('spec 8: a search with a status, in every order, forwards and backwards', async () => {
		const companyId = await crowdedCompany();
		const wanted = crowd.filter(({ email, status }) => status === 'BLOCKED' && /shop-[12]/.test(email));
		for (const sort of sortFields) {
			const list = { query: 'SHOP-', status: 'BLOCKED', sort, direction: 'desc', take: 3 } as const;
			const { pages, back } = await walk(companyId, list);
			expect(emailsOf(pages)).toEqual(expect.arrayContaining(wanted.map(({ email }) => email)));
			expect(emailsOf(pages)).toHaveLength(crowd.filter(({ status }) => status === 'BLOCKED').length);
			expect(emailsOf(back)).toEqual(emailsOf(pages.slice(0, -1)));
		}
	});

	test('issue 6: a search that finds too many to sort says so, and its pages are those of the list', async () => {
		const { id: companyId } = await makeCompany();
		await ownerDatabase().$executeRaw`
			INSERT INTO "Customer" ("id", "companyId", "email", "status")
			SELECT gen_random_uuid(), ${companyId}::uuid, 'shop-' || lpad(n::text, 4, '0') || '@shop.example',
				CASE WHEN n % 2 = 0 THEN 'BLOCKED' ELSE 'ACTIVE' END::"CustomerStatus"
			FROM generate_series(1, 5001) AS n
		`;
		const list = { query: 'shop-', sort: 'email', direction: 'asc', take: 2 } as const;
		const page = await findCustomers(companyId, list);
		expect(page.total).toEqual({ count: 5000, isMore: true });
		const next = await findCustomers(companyId, { ...list, cursor: page.nextCursor ?? '' });
		expect(emailsOf([page, next])).toEqual([1, 2, 3, 4].map((n) => `shop-000${n}@shop.example`));
		const blocked = await findCustomers(companyId, { ...list, status: 'BLOCKED' });
		expect(blocked.total).toEqual({ count: 2500, isMore: false });
	});

	test('spec 8: the status filter holds on every page and in the total', async () => {
		const companyId = await crowdedCompany();
		const { pages } = await walk(companyId, { status: 'BLOCKED', sort: 'name', direction: 'asc', take: 4 });
		const blocked = crowd.filter(({ status }) => status === 'BLOCKED');
		expect(emailsOf(pages).sort()).toEqual(blocked.map(({ email }) => email).sort());
		expect(pages[0]?.total).toEqual({ count: blocked.length, isMore: false });
	});

	test("U2: another company's customers are on no page, whatever the cursor says", async () => {
		const [one, other] = [
			await crowdedCompany(),
			await makeCompany({ customers: [customer('zz@shop.example')] })
		];
		const first = await findCustomers(one, { sort: 'email', direction: 'asc', take: 5 });
		const page = await findCustomers(other.id, {
			sort: 'email',
			direction: 'asc',
			cursor: first.nextCursor ?? ''
		});
		expect(page.customers.map(({ email }) => email)).toEqual(['zz@shop.example']);
		expect(page.total).toEqual({ count: 1, isMore: false });
	});

	test('spec 9: a cursor that is broken, or of another sort, means the first page', async () => {
		const companyId = await crowdedCompany();
		const list = { sort: 'creditLimit', direction: 'asc', take: 5 } as const;
		const first = await findCustomers(companyId, list);
		const id = '00000000-0000-4000-8000-000000000000';
		const cursors = [
			'',
			'x',
			'%00',
			Buffer.from('null').toString('base64url'),
			Buffer.from('{"__proto__":1}').toString('base64url'),
			'A'.repeat(5000),
			encodeCursor(['email', 'asc', 'after', 'a', id]),
			encodeCursor(['creditLimit', 'desc', 'after', '1.00', id]),
			encodeCursor(['creditLimit', 'asc', 'beside', '1.00', id]),
			encodeCursor(['creditLimit', 'asc', 'after', 'NaN', id]),
			encodeCursor(['creditLimit', 'asc', 'after', '1.00', "'"]),
			encodeCursor(['creditLimit', 'asc', 'after', '1.00'])
		];
		for (const cursor of cursors)
			expect(await findCustomers(companyId, { ...list, cursor }), cursor).toEqual(first);
		for (const value of ['a\0', '\ud800', null, 'a'.repeat(600)]) {
			const cursor = encodeCursor(['email', 'asc', 'after', value, id]);
			const page = await findCustomers(companyId, { sort: 'email', direction: 'asc', take: 5, cursor });
			expect(page.previousCursor).toBeNull();
		}
		for (const value of ['2026', '+275761-01-01T00:00:00.000Z', 'now']) {
			const cursor = encodeCursor(['updatedAt', 'asc', 'after', value, id]);
			const page = await findCustomers(companyId, { sort: 'updatedAt', direction: 'asc', take: 5, cursor });
			expect(page.previousCursor).toBeNull();
		}
	});

	test('spec 8: where the rest of the list is gone, the first page is shown', async () => {
		const companyId = await crowdedCompany();
		const { nextCursor } = await findCustomers(companyId, { sort: 'email', direction: 'asc', take: 30 });
		await ownerDatabase().customer.deleteMany({ where: { companyId, email: { gt: 'shop-20' } } });
		const page = await findCustomers(companyId, {
			sort: 'email',
			direction: 'asc',
			take: 30,
			cursor: nextCursor ?? ''
		});
		expect(page.customers[0]?.email).toBe('shop-00@shop.example');
		expect(page.previousCursor).toBeNull();
	});
});
