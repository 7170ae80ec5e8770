import type { TokenScope } from '../../import/api-token.ts';
import type { CallToken } from '../auth/staff-member.ts';
import { AppError } from './app-error.ts';

/**
 * What a token needs for each procedure: any one of these scopes; a test holds it to the router. Whoever may undo has to
 * find the import and see what it did.
 */
export const callScopes: Readonly<Record<string, readonly [TokenScope, ...TokenScope[]]>> = {
	'audit.list': ['audit:read'],
	'customers.lookup': ['customers:read'],
	'imports.applyPlan': ['imports:apply'],
	'imports.changes': ['audit:read', 'imports:undo'],
	'imports.find': ['imports:apply'],
	'imports.list': ['audit:read', 'imports:undo'],
	'imports.previewUndo': ['imports:undo'],
	'imports.show': ['audit:read', 'imports:undo'],
	'imports.undo': ['imports:undo']
};

/**
 * Lets a token through that has a scope for a procedure. What is not in the table is for no token.
 *
 * @throws AppError SCOPE_MISSING, or NOT_ALLOWED
 */
export function requireScope(procedure: string, token: CallToken): void {
	const scopes = Object.hasOwn(callScopes, procedure) ? callScopes[procedure] : undefined;
	if (scopes === undefined) throw new AppError('NOT_ALLOWED');
	if (!scopes.some((scope) => token.scopes.includes(scope))) {
		throw new AppError({ code: 'SCOPE_MISSING', scope: scopes[0] });
	}
}
