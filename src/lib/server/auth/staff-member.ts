import type { Plan } from '../../customer/plan-limit.ts';
import type { TokenScope, UsedToken } from '../../import/api-token.ts';

export type StaffRole = 'OWNER' | 'ADMIN' | 'MEMBER';

/** The token of a call, and what it may be used for (issue 7). */
export interface CallToken extends UsedToken {
	scopes: readonly TokenScope[];
}

/** Who is signed in, or whose token is used, and for which company; every query is scoped by it (spec U1, U2). */
export interface StaffMember {
	userId: string;
	name: string;
	email: string;
	role: StaffRole;
	company: { id: string; slug: string; name: string; plan: Plan };
	/** The token of a program that acts for this person; null where they do it themselves, signed in. */
	token: CallToken | null;
}

/** Whether a role may import, undo, export, read the audit log and make tokens (spec U1). */
export function mayImport(role: StaffRole): boolean {
	return role === 'OWNER' || role === 'ADMIN';
}
