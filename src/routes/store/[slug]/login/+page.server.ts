import { fail, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { unlessUnreachable } from '$lib/server/error-facts.ts';
import { formText } from '$lib/server/http/form-text.ts';
import { inTime } from '$lib/server/in-time.ts';
import { customerOfRequest, signInCustomer } from '$lib/server/storefront/customer-session.ts';
import { openStore } from '../open-store.server.ts';
import type { StoreProblem } from '../store-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const store = await openStore(event.params.slug);
	const customer = await inTime(customerOfRequest(event, store));
	if (customer !== null) redirect(303, resolve('/store/[slug]', event.params));
	return { store: store.name };
};

export const actions: Actions = {
	default: async (event) => {
		const store = await openStore(event.params.slug);
		const form = await event.request.formData();
		const email = formText(form, 'email');
		const password = formText(form, 'password');
		const missing = { email: email.trim() === '', password: password === '' };
		function refuse(status: number, problem: StoreProblem) {
			return fail(status, { email, missing, problem });
		}
		if (missing.email || missing.password) return refuse(400, { kind: 'missing' });
		const result = await unlessUnreachable(signInCustomer(event, store, { email, password }));
		switch (result.kind) {
			case 'refused':
				return refuse(400, { kind: 'wrong' });
			case 'wait':
				event.setHeaders({ 'Retry-After': String(result.seconds) });
				return refuse(429, result);
			case 'unreachable':
				return refuse(503, result);
			case 'signed-in':
				redirect(303, resolve('/store/[slug]', event.params));
		}
	}
};
