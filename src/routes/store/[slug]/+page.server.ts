import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { inTime } from '$lib/server/in-time.ts';
import { customerOfRequest, signOutCustomer } from '$lib/server/storefront/customer-session.ts';
import type { Actions, PageServerLoad } from './$types';
import { openStore } from './open-store.server.ts';

export const load: PageServerLoad = async (event) => {
	const store = await openStore(event.params.slug);
	const customer = await inTime(customerOfRequest(event, store));
	if (customer === null) redirect(303, resolve('/store/[slug]/login', event.params));
	const { name, email } = customer;
	return { store: store.name, customer: { name, email }, isNew: event.url.searchParams.has('new-password') };
};

export const actions: Actions = {
	signOut: async (event) => {
		await signOutCustomer(event, await openStore(event.params.slug));
		redirect(303, resolve('/store/[slug]/login', event.params));
	}
};
