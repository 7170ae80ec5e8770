import { error } from '@sveltejs/kit';
import { inTime } from '$lib/server/in-time.ts';
import { findStore, type Store } from '$lib/server/storefront/store.ts';

/** The store of a page's address. @throws the page "not found", where there is none (T29) */
export async function openStore(slug: string): Promise<Store> {
	const store = await inTime(findStore(slug));
	if (store === null) error(404, 'There is no such page.');
	return store;
}
