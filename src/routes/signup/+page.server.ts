import { fail, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { signUpCompany } from '$lib/server/auth/staff.ts';
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
		const result = await signUpCompany(event, { ...typed, password: formText(form, 'password') });
		if (result.kind === 'refused') return fail(400, { typed, problems: result.problems });
		redirect(303, resolve('/dashboard/customers'));
	}
};
