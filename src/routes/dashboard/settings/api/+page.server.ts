import { error, fail } from '@sveltejs/kit';
import { type StaffMember, mayImport } from '$lib/server/auth/staff-member.ts';
import { isUuid } from '$lib/server/cursor.ts';
import { programExamples } from '$lib/server/docs/program-examples.ts';
import { unlessUnreachable } from '$lib/server/error-facts.ts';
import { formText } from '$lib/server/http/form-text.ts';
import { findTokens } from '$lib/server/tokens/find-tokens.ts';
import { makeToken } from '$lib/server/tokens/make-token.ts';
import { revokeToken } from '$lib/server/tokens/revoke-token.ts';
import type { Actions, PageServerLoad } from './$types';
import programs from '../../../../../docs/programs.md?raw';

/** As they stand in the documentation, where a test runs them. */
const examples = programExamples(programs);

export const load: PageServerLoad = async ({ locals }) => {
	const { company } = tokenKeeper(locals);
	const now = new Date();
	return { tokens: await findTokens(company.id, now), now, examples };
};

export const actions: Actions = {
	make: async ({ locals, request }) => {
		const staff = tokenKeeper(locals);
		const form = await request.formData();
		const typed = {
			name: formText(form, 'name'),
			scopes: form.getAll('scopes').filter((scope) => typeof scope === 'string'),
			lifetime: formText(form, 'lifetime')
		};
		const result = await unlessUnreachable(makeToken(staff, typed));
		switch (result.kind) {
			case 'refused':
				return fail(400, { kind: 'not-made' as const, typed, problems: result.problems });
			case 'unreachable':
				return fail(503, { kind: 'unreachable' as const, typed });
			case 'made':
				return { kind: 'made' as const, name: result.name, text: result.text };
		}
	},

	revoke: async ({ locals, request }) => {
		const staff = tokenKeeper(locals);
		const id = formText(await request.formData(), 'id');
		const result = isUuid(id)
			? await unlessUnreachable(revokeToken(staff, id))
			: { kind: 'not-found' as const };
		switch (result.kind) {
			case 'not-found':
				return fail(404, { kind: 'not-revoked' as const });
			case 'unreachable':
				return fail(503, { kind: 'unreachable' as const, typed: null });
			case 'revoked':
				return { kind: 'revoked' as const, name: result.name };
		}
	}
};

/** Who asks, where they may make tokens and revoke them: owners and admins. @throws the refusal of anybody else */
function tokenKeeper({ staff }: App.Locals): StaffMember {
	if (staff === null || !mayImport(staff.role)) error(403, 'Only owners and admins can manage API tokens.');
	return staff;
}
