import { unreachableWords, waitWords } from '../entry-words.ts';

/** Why nobody was signed in. */
export type SignInProblem =
	{ problem: 'missing' | 'wrong' | 'unreachable' } | { problem: 'wait'; seconds: number };

/** Why nobody was signed in, in words. They are the same whether there is such an account or not (T21). */
export function signInWords(problem: SignInProblem): string {
	switch (problem.problem) {
		case 'missing':
			return 'Enter your email and password.';
		case 'wrong':
			return 'Email or password is wrong.';
		case 'wait':
			return `Too many attempts. Try again ${waitWords(problem.seconds)}.`;
		case 'unreachable':
			return unreachableWords;
	}
}
