import { fail } from '@sveltejs/kit';
import { unlessUnreachable } from '$lib/server/error-facts.ts';
import { formText } from '$lib/server/http/form-text.ts';
import { requestReset } from '$lib/server/storefront/request-reset.ts';
import { openStore } from '../open-store.server.ts';
import type { StoreProblem } from '../store-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const store = await openStore(params.slug);
	return { store: store.name };
};

export const actions: Actions = {
	default: async (event) => {
		const store = await openStore(event.params.slug);
		const email = formText(await event.request.formData(), 'email').trim();
		const asker = { requestId: event.locals.requestId, clientAddress: event.getClientAddress() };
		const result = await unlessUnreachable(requestReset(store, email, asker));
		function refuse(status: number, problem: StoreProblem) {
			return fail(status, { email, problem });
		}
		switch (result.kind) {
			case 'refused':
				return refuse(400, { kind: 'invalid-email' });
			case 'wait':
				event.setHeaders({ 'Retry-After': String(result.seconds) });
				return refuse(429, result);
			case 'unreachable':
				return refuse(503, result);
			case 'asked':
				return { email, problem: null };
		}
	}
};
