import type { PasswordProblem } from '$lib/server/auth/password-rules.ts';
import { unreachableWords, waitWords } from '../../entry-words.ts';
import { passwordWords } from '../../password-words.ts';

/** Why a form of the storefront was not answered as hoped. None says whether there is such a customer (T21). */
export type StoreProblem =
	| { kind: 'missing' | 'wrong' | 'invalid-email' | 'unreachable' | 'closed' }
	| { kind: 'wait'; seconds: number }
	| { kind: 'password'; code: PasswordProblem };

/** Why a form of the storefront was not answered as hoped, in words. */
export function storeWords(problem: StoreProblem): string {
	switch (problem.kind) {
		case 'missing':
			return 'Enter your email and password.';
		case 'wrong':
			return 'Email or password is wrong.';
		case 'invalid-email':
			return 'Not a valid email. Example: name@company.com';
		case 'wait':
			return `Too many attempts. Try again ${waitWords(problem.seconds)}.`;
		case 'unreachable':
			return unreachableWords;
		case 'closed':
			return 'This link does not work any more.';
		case 'password':
			return passwordWords[problem.code];
	}
}
