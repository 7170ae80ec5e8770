import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { mayImport } from '$lib/server/auth/staff-member.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => {
	// hooks.server.ts has sent whoever is signed out to the sign-in page already.
	if (locals.staff === null) redirect(303, resolve('/login'));
	return { staff: locals.staff, mayImport: mayImport(locals.staff.role) };
};
