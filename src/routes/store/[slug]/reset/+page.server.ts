import { fail, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { unlessUnreachable } from '$lib/server/error-facts.ts';
import { formText } from '$lib/server/http/form-text.ts';
import { inTime } from '$lib/server/in-time.ts';
import { startCustomerSession } from '$lib/server/storefront/customer-session.ts';
import { forgetResetToken, keepResetToken, keptResetToken } from '$lib/server/storefront/reset-cookie.ts';
import { findReset, useReset } from '$lib/server/storefront/use-reset.ts';
import { openStore } from '../open-store.server.ts';
import type { StoreProblem } from '../store-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, cookies, setHeaders }) => {
	const store = await openStore(params.slug);
	const token = url.searchParams.get('token');
	if (token !== null) {
		keepResetToken(cookies, token);
		// This address alone has the token in it.
		setHeaders({ 'Referrer-Policy': 'no-referrer' });
		redirect(303, resolve('/store/[slug]/reset', params));
	}
	const customer = await inTime(findReset(store, keptResetToken(cookies)));
	return { store: store.name, email: customer?.email ?? null };
};

export const actions: Actions = {
	default: async (event) => {
		const { cookies, params } = event;
		const store = await openStore(params.slug);
		const password = formText(await event.request.formData(), 'password');
		const result = await unlessUnreachable(useReset(store, keptResetToken(cookies), password));
		function refuse(status: number, problem: StoreProblem) {
			return fail(status, { problem });
		}
		switch (result.kind) {
			case 'refused':
				return refuse(400, { kind: 'password', code: result.code });
			case 'closed':
				return refuse(410, { kind: 'closed' });
			case 'unreachable':
				return refuse(503, result);
			case 'set':
				forgetResetToken(cookies);
				await startCustomerSession(event, store, result.customer);
				redirect(303, `${resolve('/store/[slug]', params)}?new-password`);
		}
	}
};
