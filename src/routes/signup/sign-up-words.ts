import type { SignUpForm, SignUpProblem } from '$lib/server/auth/sign-up-rules.ts';
import { passwordWords } from '../password-words.ts';
import { unreachableWords, waitWords } from '../entry-words.ts';

const words: Record<SignUpProblem['code'], string> = {
	COMPANY_NAME_MISSING: 'Enter the name of your company.',
	COMPANY_NAME_TOO_LONG: 'The company name can have 100 characters at most.',
	COMPANY_NAME_INVALID: 'The company name holds a character that cannot be stored. Type it again.',
	SLUG_INVALID: 'Use 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.',
	SLUG_TAKEN: 'This address is taken. Choose another.',
	NAME_MISSING: 'Enter your name.',
	NAME_TOO_LONG: 'Your name can have 100 characters at most.',
	NAME_INVALID: 'Your name holds a character that cannot be stored. Type it again.',
	EMAIL_MISSING: 'Enter your email.',
	EMAIL_INVALID: 'Not a valid email. Example: name@company.com',
	EMAIL_TAKEN: 'This email has an account already. Sign in instead, or use another.',
	...passwordWords
};

/** What is wrong with each field of a sign-up form, in words. */
export function signUpWords(problems: readonly SignUpProblem[]): Partial<Record<keyof SignUpForm, string>> {
	return Object.fromEntries(problems.map(({ field, code }) => [field, words[code]]));
}

/** Why no company was made, in words above the form; what is wrong with its fields stands at them. */
export function refusedWords(
	refused: { problem: 'refused' | 'unreachable' } | { problem: 'wait'; seconds: number }
): string {
	switch (refused.problem) {
		case 'refused':
			return 'The company was not created yet.';
		case 'wait':
			return `Too many companies were created from here. Try again ${waitWords(refused.seconds)}.`;
		case 'unreachable':
			return unreachableWords;
	}
}

/** A company name as an address: lower-case letters and digits without accents, joined by hyphens; at most 63 characters. */
export function slugFrom(companyName: string): string {
	return companyName
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[\u0300-\u036f'’]/g, '')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 63)
		.replace(/^-|-$/g, '');
}
