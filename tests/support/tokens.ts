import { type TokenScope, tokenScopes } from '../../src/lib/import/api-token.ts';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';
import { makeToken } from '../../src/lib/server/tokens/make-token.ts';

/** A token that this person made. */
export interface TestToken {
	id: string;
	/** What is sent. */
	text: string;
	/** As a call has it. */
	staff: StaffMember;
}

/** Makes a token as the settings page does; with every scope, where nothing else is said. */
export async function makeTestToken(
	staff: StaffMember,
	options: { name?: string; scopes?: readonly TokenScope[]; now?: Date } = {}
): Promise<TestToken> {
	const { name = 'nightly sync', scopes = tokenScopes, now } = options;
	const made = await makeToken(staff, { name, scopes, lifetime: '30' }, now);
	if (made.kind === 'refused') throw new Error(`No token: ${JSON.stringify(made.problems)}`);
	const { id, text } = made;
	return { id, text, staff: { ...staff, token: { id, name, scopes } } };
}
