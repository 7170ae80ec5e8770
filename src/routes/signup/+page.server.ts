import { fail, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { signUpCompany } from '$lib/server/auth/staff.ts';
import { unlessUnreachable } from '$lib/server/error-facts.ts';
import { formText } from '$lib/server/http/form-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (locals.staff !== null) redirect(303, resolve('/dashboard/customers'));
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const typed = {
			companyName: formText(form, 'companyName'),
			slug: formText(form, 'slug'),
			name: formText(form, 'name'),
			email: formText(form, 'email')
		};
		const result = await unlessUnreachable(
			signUpCompany(event, { ...typed, password: formText(form, 'password') })
		);
		switch (result.kind) {
			case 'refused':
				return fail(400, { typed, problem: 'refused' as const, problems: result.problems });
			case 'wait':
				event.setHeaders({ 'Retry-After': String(result.seconds) });
				return fail(429, { typed, problem: 'wait' as const, seconds: result.seconds });
			case 'unreachable':
				return fail(503, { typed, problem: 'unreachable' as const });
			case 'signed-in':
				redirect(303, resolve('/dashboard/customers'));
		}
	}
};
