import type { Plan } from '../../customer/plan-limit.ts';

export type StaffRole = 'OWNER' | 'ADMIN' | 'MEMBER';

/** Who is signed in, and for which company; every query is scoped by it (spec U1, U2). */
export interface StaffMember {
	userId: string;
	name: string;
	email: string;
	role: StaffRole;
	company: { id: string; slug: string; name: string; plan: Plan };
}

/** Whether a role may import, undo, export and read the audit log (spec U1). */
export function mayImport(role: StaffRole): boolean {
	return role === 'OWNER' || role === 'ADMIN';
}
