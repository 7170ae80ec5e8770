import { readEmail } from '../../customer/email.ts';
import { codePointLength, isStorable, trimText } from '../../customer/text.ts';
import { type PasswordProblem, passwordProblem } from './password-rules.ts';

const maxNameLength = 100;

/** What a new company's sign-up form holds, as typed. */
export interface SignUpForm {
	companyName: string;
	slug: string;
	/** The owner's. */
	name: string;
	/** The owner's. */
	email: string;
	password: string;
}

/** What is wrong with a sign-up form, by field. */
export type SignUpProblem =
	| { field: 'companyName'; code: 'COMPANY_NAME_MISSING' | 'COMPANY_NAME_TOO_LONG' | 'COMPANY_NAME_INVALID' }
	| { field: 'slug'; code: 'SLUG_INVALID' | 'SLUG_TAKEN' }
	| { field: 'name'; code: 'NAME_MISSING' | 'NAME_TOO_LONG' | 'NAME_INVALID' }
	| { field: 'email'; code: 'EMAIL_MISSING' | 'EMAIL_INVALID' | 'EMAIL_TAKEN' }
	| { field: 'password'; code: PasswordProblem };

// As in a host name's label, since the slug stands in the storefront's address.
const slugPattern = /^[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])$/;

/** Whether a company's slug may be written so: 3 to 63 lower-case letters, digits and hyphens. */
export function isSlug(text: string): boolean {
	return slugPattern.test(text);
}

// What better-auth's sign-in accepts besides our own rules; an account that could not sign in is no use.
const signInPattern = /^[a-z0-9_'+.-]*[a-z0-9_+-]@(?:[a-z0-9-]+\.)+[a-z]{2,}$/;

/** Reads a sign-up form: trimmed and lower-cased values, or everything that is wrong (spec U3). */
export function readSignUp(
	form: SignUpForm
): { ok: true; value: SignUpForm } | { ok: false; problems: SignUpProblem[] } {
	const problems: SignUpProblem[] = [];
	const companyName = trimText(form.companyName);
	const slug = trimText(form.slug).toLowerCase();
	const name = trimText(form.name);
	const email = readEmail(form.email);

	if (companyName === '') problems.push({ field: 'companyName', code: 'COMPANY_NAME_MISSING' });
	else if (codePointLength(companyName) > maxNameLength) {
		problems.push({ field: 'companyName', code: 'COMPANY_NAME_TOO_LONG' });
	} else if (!isStorable(companyName)) problems.push({ field: 'companyName', code: 'COMPANY_NAME_INVALID' });

	if (!isSlug(slug)) problems.push({ field: 'slug', code: 'SLUG_INVALID' });

	if (name === '') problems.push({ field: 'name', code: 'NAME_MISSING' });
	else if (codePointLength(name) > maxNameLength) problems.push({ field: 'name', code: 'NAME_TOO_LONG' });
	else if (!isStorable(name)) problems.push({ field: 'name', code: 'NAME_INVALID' });

	if (!email.ok) {
		problems.push({
			field: 'email',
			code: email.code === 'EMAIL_MISSING' ? 'EMAIL_MISSING' : 'EMAIL_INVALID'
		});
	} else if (!isSignInAddress(email.value)) problems.push({ field: 'email', code: 'EMAIL_INVALID' });

	const password = passwordProblem(form.password, [companyName, slug, name, form.email]);
	if (password !== null) problems.push({ field: 'password', code: password });

	if (problems.length > 0 || !email.ok || email.value === null) return { ok: false, problems };
	return { ok: true, value: { companyName, slug, name, email: email.value, password: form.password } };
}

function isSignInAddress(address: string | null): boolean {
	if (address === null || !signInPattern.test(address)) return false;
	return !address.startsWith('.') && !address.includes('..');
}
