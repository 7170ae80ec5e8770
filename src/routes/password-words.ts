import type { PasswordProblem } from '$lib/server/auth/password-rules.ts';

/** Why a new password is refused, in words. */
export const passwordWords: Record<PasswordProblem, string> = {
	PASSWORD_TOO_SHORT: 'Use 12 characters or more.',
	PASSWORD_TOO_LONG: 'Use 128 characters at most.',
	PASSWORD_COMMON:
		'This is one of the passwords that are tried first. Use another: three or four random words, say.',
	PASSWORD_FROM_NAMES:
		'This is hardly more than a name that others would guess. Add something that has nothing to do with it.'
};
