import pg from 'pg';
import { expect, it } from 'vitest';
import { changePlan, planChangeSentence } from '../../../prisma/commands/change-plan.ts';
import { makeCompany } from '../../support/companies.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { runProgram } from '../../support/program.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const customers = ['a@b.example', 'b@b.example'].map((email) => ({
	email,
	name: null,
	status: 'ACTIVE' as const,
	notes: null,
	creditLimit: null
}));

describeEachEngine('changing a plan (spec L1)', ({ url }) => {
	it('puts the company on the plan and says how full it is', async () => {
		const { id, slug } = await makeCompany({ plan: 'STARTER', customers });
		const change = await changePlan(ownerDatabase(), slug, 'GROWTH');
		expect(planChangeSentence(change)).toBe(
			'Test Company is now on Growth (was Starter): 2 of 250 customers.'
		);
		const { plan } = await ownerDatabase().company.findUniqueOrThrow({ where: { id } });
		expect(plan).toBe('GROWTH');
	});

	it('waits for who holds the company, such as an import', async () => {
		const { id, slug } = await makeCompany({ plan: 'STARTER' });
		const holder = new pg.Client({ connectionString: url });
		await holder.connect();
		await holder.query('BEGIN');
		await holder.query('SELECT "id" FROM "Company" WHERE "id" = $1 FOR UPDATE', [id]);
		await holder.query(`UPDATE "Company" SET "plan" = 'ENTERPRISE' WHERE "id" = $1`, [id]);
		const changing = changePlan(ownerDatabase(), slug, 'GROWTH');
		await holder.query('COMMIT');
		await holder.end();
		expect(await changing).toMatchObject({ before: 'ENTERPRISE', after: 'GROWTH' });
	});

	it('refuses an unknown company with a sentence', async () => {
		await expect(changePlan(ownerDatabase(), 'nobody', 'GROWTH')).rejects.toThrow(
			'There is no company "nobody".'
		);
	});

	it('is a command', async () => {
		const { slug } = await makeCompany({ plan: 'GROWTH' });
		const program = runProgram('prisma/commands/set-plan.ts', [slug, 'enterprise'], { DATABASE_URL: url });
		await program.until('Test Company is now on Enterprise (was Growth): 0 customers, unlimited.');
		expect(await program.ended).toBe(0);
	});

	it('is a command that refuses what it does not know', async () => {
		const program = runProgram('prisma/commands/set-plan.ts', ['acme', 'gold'], { DATABASE_URL: url });
		await program.until('There is no plan "gold". Plans: STARTER, GROWTH, ENTERPRISE.');
		expect(await program.ended).toBe(1);
	});
});

it('says what a plan below the number of customers means', () => {
	const usage = { allowed: 250, present: 1200 };
	expect(planChangeSentence({ companyName: 'Acme', before: 'ENTERPRISE', after: 'GROWTH', usage })).toBe(
		'Acme is now on Growth (was Enterprise): 1,200 of 250 customers. ' +
			'All of them stay and can be updated; new ones are refused.'
	);
});
