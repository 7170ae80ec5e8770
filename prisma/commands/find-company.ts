import type { Queryable } from '../../src/lib/server/database.ts';
import { Refusal } from '../refusal.ts';

/** How many companies a refusal lists. */
const listed = 20;

/**
 * The company that an operator named.
 *
 * @throws Refusal when there is no such company, with those that there are
 */
export async function findCompany(client: Queryable, slug: string): Promise<{ id: string; name: string }> {
	const company = await client.company.findUnique({ where: { slug }, select: { id: true, name: true } });
	if (company === null) throw new Refusal(await unknownCompany(client, slug));
	return company;
}

async function unknownCompany(client: Queryable, slug: string): Promise<string> {
	const companies = await client.company.findMany({
		select: { slug: true },
		orderBy: { slug: 'asc' },
		take: listed
	});
	const slugs = companies.map((company) => company.slug).join(', ');
	return `There is no company "${slug}". ${slugs === '' ? 'There are none yet.' : `Companies: ${slugs}.`}`;
}
