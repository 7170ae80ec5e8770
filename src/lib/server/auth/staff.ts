import { randomUUID } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import { isAPIError } from 'better-auth/api';
import { hashPassword } from 'better-auth/crypto';
import { readEmail } from '../../customer/email.ts';
import { database } from '../database.ts';
import { isUniqueViolation } from '../error-facts.ts';
import { countedAddress } from '../rate-limit/client-address.ts';
import { takeSignInAttempt } from '../rate-limit/sign-in-attempts.ts';
import { takeAttempt } from '../rate-limit/take-attempt.ts';
import { auth } from './better-auth.ts';
import { knownBrowserOf, rememberBrowser } from './known-browser.ts';
import { keepCookies } from './session-cookies.ts';
import { type SignUpForm, type SignUpProblem, readSignUp } from './sign-up-rules.ts';
import type { StaffMember } from './staff-member.ts';
import { staffSessionLimits } from './staff-session-limits.ts';

/** What of a SvelteKit request these functions use; pass the `event`. */
export interface AuthEvent {
	request: { headers: Headers };
	cookies: Cookies;
	getClientAddress: () => string;
}

/** `wait`: too many attempts; the next may come in so many seconds. */
export type SignUpResult =
	{ kind: 'signed-in' } | { kind: 'refused'; problems: SignUpProblem[] } | { kind: 'wait'; seconds: number };

/**
 * Wrong password and unknown address get the same answer, in the same time (T21). `wait`: too many attempts,
 * whether there is such an account or not; the next may come in so many seconds (T22).
 */
export type SignInResult =
	| { kind: 'signed-in' }
	| { kind: 'refused'; code: 'WRONG_EMAIL_OR_PASSWORD' }
	| { kind: 'wait'; seconds: number };

/**
 * Makes a new company on the Starter plan with its owner, in one transaction, and signs the owner in
 * (spec U3). What is wrong with the form, taken slugs and addresses included, comes back as problems.
 */
export async function signUpCompany(event: AuthEvent, form: SignUpForm): Promise<SignUpResult> {
	const read = readSignUp(form);
	if (!read.ok) return { kind: 'refused', problems: read.problems };
	const attempt = await takeAttempt('signUp', countedAddress(event.getClientAddress()));
	if (attempt.kind === 'wait') return attempt;
	const problem = await createCompany(read.value);
	if (problem !== null) return { kind: 'refused', problems: [problem] };
	const { email, password } = read.value;
	await startSession(event, email, password);
	rememberBrowser(event.cookies, accountOf(email));
	return { kind: 'signed-in' };
}

/** Signs in with e-mail and password; the session is new, and its cookie is set on the event (spec U1). */
export async function signIn(
	event: AuthEvent,
	credentials: { email: string; password: string }
): Promise<SignInResult> {
	const email = readEmail(credentials.email);
	const account = accountOf((email.ok && email.value) || credentials.email);
	const attempt = await takeSignInAttempt({
		account,
		address: countedAddress(event.getClientAddress()),
		knownBrowser: knownBrowserOf(event.cookies, account)
	});
	if (attempt.kind === 'wait') return attempt;
	try {
		// An address that nobody can have takes the same way, so that it takes the same time.
		await startSession(event, (email.ok && email.value) || 'nobody@invalid.example', credentials.password);
		await attempt.succeeded();
		rememberBrowser(event.cookies, account);
		return { kind: 'signed-in' };
	} catch (error) {
		if (isAPIError(error) && error.statusCode < 500)
			return { kind: 'refused', code: 'WRONG_EMAIL_OR_PASSWORD' };
		throw error;
	}
}

/** Ends the session, in the database too, and clears its cookie. Does nothing for someone who is signed out. */
export async function signOut(event: AuthEvent): Promise<void> {
	const { headers } = await auth().api.signOut({ headers: event.request.headers, returnHeaders: true });
	keepCookies(event.cookies, headers);
}

/**
 * Who sent a request with these headers, or null. Role, company and plan are read from the database each
 * time, so that a change holds at once. `answer` has the cookies to set: a session in use is prolonged, until
 * its absolute limit (T03).
 */
export async function staffOfRequest(
	headers: Headers
): Promise<{ staff: StaffMember | null; answer: Headers }> {
	const { response: session, headers: answer } = await auth().api.getSession({
		headers,
		returnHeaders: true
	});
	if (session === null) return { staff: null, answer };
	if (Date.now() - session.session.createdAt.getTime() > staffSessionLimits.absolute * 1000) {
		const { headers: goodbye } = await auth().api.signOut({ headers, returnHeaders: true });
		return { staff: null, answer: goodbye };
	}
	const user = await database().user.findUnique({
		where: { id: session.user.id },
		select: {
			id: true,
			name: true,
			email: true,
			role: true,
			company: { select: { id: true, slug: true, name: true, plan: true } }
		}
	});
	if (user === null) return { staff: null, answer };
	const { id: userId, name, email, role, company } = user;
	return { staff: { userId, name, email, role, company, token: null }, answer };
}

/** The name of a staff account where attempts to sign in are counted. */
function accountOf(email: string): string {
	return `staff:${email}`;
}

async function startSession(event: AuthEvent, email: string, password: string): Promise<void> {
	const { headers } = await auth().api.signInEmail({
		body: { email, password },
		headers: event.request.headers,
		returnHeaders: true
	});
	keepCookies(event.cookies, headers);
}

/** Writes company, user and credential account together; answers which name was taken, or null. */
async function createCompany(form: SignUpForm): Promise<SignUpProblem | null> {
	const { companyName, slug, name, email } = form;
	const password = await hashPassword(form.password);
	const userId = randomUUID();
	try {
		await database().company.create({
			data: {
				slug,
				name: companyName,
				staff: {
					create: {
						id: userId,
						role: 'OWNER',
						name,
						email,
						accounts: {
							create: { id: randomUUID(), accountId: userId, providerId: 'credential', password }
						}
					}
				}
			}
		});
		return null;
	} catch (error) {
		if (isUniqueViolation(error, 'slug')) return { field: 'slug', code: 'SLUG_TAKEN' };
		if (isUniqueViolation(error, 'email')) return { field: 'email', code: 'EMAIL_TAKEN' };
		throw error;
	}
}
