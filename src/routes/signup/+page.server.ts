import { fail, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { signUpCompany } from '$lib/server/auth/staff.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (locals.staff !== null) redirect(303, resolve('/dashboard/customers'));
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const typed = {
			companyName: text(form, 'companyName'),
			slug: text(form, 'slug'),
			name: text(form, 'name'),
			email: text(form, 'email')
		};
		const result = await signUpCompany(event, { ...typed, password: text(form, 'password') });
		if (result.kind === 'refused') return fail(400, { typed, problems: result.problems });
		redirect(303, resolve('/dashboard/customers'));
	}
};

function text(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
}
