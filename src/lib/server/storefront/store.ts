import { isSlug } from '../auth/sign-up-rules.ts';
import { database } from '../database.ts';

/** The company whose storefront it is. */
export interface Store {
	id: string;
	slug: string;
	name: string;
}

/** The storefront of an address `/store/{slug}`, or null: whatever is no slug is not even looked up (T29). */
export async function findStore(slug: string): Promise<Store | null> {
	if (!isSlug(slug)) return null;
	return database().company.findUnique({ where: { slug }, select: { id: true, slug: true, name: true } });
}
