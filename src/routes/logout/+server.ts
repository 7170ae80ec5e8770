import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { signOut } from '$lib/server/auth/staff.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	await signOut(event);
	redirect(303, resolve('/login'));
};
