import { fail, redirect } from '@sveltejs/kit';
import { findDemoSignIn } from '$lib/server/auth/demo-sign-in.ts';
import { signIn } from '$lib/server/auth/staff.ts';
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
		if (missing.email || missing.password) return fail(400, { email, missing, wrong: false });
		const result = await signIn(event, { email, password });
		if (result.kind === 'refused') return fail(400, { email, missing, wrong: true });
		redirect(303, nextAddress(event.url.searchParams.get('next')));
	}
};
