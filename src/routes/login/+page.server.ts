import { fail, redirect } from '@sveltejs/kit';
import { findDemoSignIn } from '$lib/server/auth/demo-sign-in.ts';
import { signIn } from '$lib/server/auth/staff.ts';
import { unlessUnreachable } from '$lib/server/error-facts.ts';
import { formText } from '$lib/server/http/form-text.ts';
import type { Actions, PageServerLoad } from './$types';
import { nextAddress } from './next-address.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (locals.staff !== null) redirect(303, nextAddress(url.searchParams.get('next')));
	return { demo: await findDemoSignIn() };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const email = formText(form, 'email');
		const password = formText(form, 'password');
		const missing = { email: email.trim() === '', password: password === '' };
		if (missing.email || missing.password) return fail(400, { email, missing, problem: 'missing' as const });
		const result = await unlessUnreachable(signIn(event, { email, password }));
		switch (result.kind) {
			case 'refused':
				return fail(400, { email, missing, problem: 'wrong' as const });
			case 'wait':
				event.setHeaders({ 'Retry-After': String(result.seconds) });
				return fail(429, { email, missing, problem: 'wait' as const, seconds: result.seconds });
			case 'unreachable':
				return fail(503, { email, missing, problem: 'unreachable' as const });
			case 'signed-in':
				redirect(303, nextAddress(event.url.searchParams.get('next')));
		}
	}
};
