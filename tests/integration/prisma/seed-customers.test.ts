import { expect, it } from 'vitest';
import { addCustomers } from '../../../prisma/commands/add-customers.ts';
import { countCustomers } from '../../../src/lib/server/customers/count-customers.ts';
import { customersOf, makeCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { runProgram } from '../../support/program.ts';

describeEachEngine('a list of made-up customers (issue 6)', ({ url }) => {
	it('has as many as were asked for, the same at every time, in batches that are told', async () => {
		const [one, other] = [await makeCompany(), await makeCompany()];
		const told: number[] = [];
		const wanted = { count: 5200, start: 7, isMore: false };
		await addCustomers(ownerDatabase(), { ...wanted, slug: one.slug }, (added) => told.push(added));
		await addCustomers(ownerDatabase(), { ...wanted, slug: other.slug });
		expect(told).toEqual([5000, 5200]);
		expect(await countCustomers(ownerDatabase(), one.id)).toBe(5200);
		expect(await customersOf(one.id)).toEqual(await customersOf(other.id));
	});

	it('goes on with the same list where more are asked for, however it is cut', async () => {
		const [whole, cut] = [await makeCompany(), await makeCompany()];
		const wanted = { start: 3, isMore: true };
		await addCustomers(ownerDatabase(), { ...wanted, slug: whole.slug, count: 40 });
		await addCustomers(ownerDatabase(), { ...wanted, slug: cut.slug, count: 25 });
		await addCustomers(ownerDatabase(), { ...wanted, slug: cut.slug, count: 15 });
		expect(await customersOf(cut.id)).toEqual(await customersOf(whole.id));
	});

	it('is refused to a company that has customers, unless they are to come beside them', async () => {
		const { slug, id } = await makeCompany({ customers: [customer('a@b.example')] });
		const wanted = { slug, count: 10, start: 1 };
		await expect(addCustomers(ownerDatabase(), { ...wanted, isMore: false })).rejects.toThrow(
			'Test Company has 1 customer already. To add to them, say --more.'
		);
		expect(await customersOf(id)).toHaveLength(1);
		await addCustomers(ownerDatabase(), { ...wanted, isMore: true });
		expect(await customersOf(id)).toHaveLength(11);
	});

	it('is a command, also past the plan (L1)', async () => {
		const { slug, id } = await makeCompany({ plan: 'STARTER' });
		const options = ['--company', slug, '--count', '30'];
		const program = runProgram('prisma/commands/seed-customers.ts', options, { DATABASE_URL: url });
		await program.until('Test Company has 30 customers more');
		expect(await program.ended).toBe(0);
		expect(await customersOf(id)).toHaveLength(30);
	});

	it.each([[[]], [['--company', 'acme', '--count', '0']], [['--company', 'acme', '--what']]])(
		'is a command that says how it is used: %o',
		async (options) => {
			const program = runProgram('prisma/commands/seed-customers.ts', options, { DATABASE_URL: url });
			await program.until('Usage: npm run seed:customers -- --company');
			expect(await program.ended).toBe(1);
		}
	);
});
