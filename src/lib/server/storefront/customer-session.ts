import type { Cookies } from '@sveltejs/kit';
import { readEmail } from '../../customer/email.ts';
import { knownBrowserOf, rememberBrowser } from '../auth/known-browser.ts';
import { maxPasswordLength } from '../auth/password-rules.ts';
import { keepCookies } from '../auth/session-cookies.ts';
import { isRefusedByCheck } from '../error-facts.ts';
import { countedAddress } from '../rate-limit/client-address.ts';
import { takeSignInAttempt } from '../rate-limit/sign-in-attempts.ts';
import { checkPassword } from './check-password.ts';
import { sessionLimits } from './session-limits.ts';
import { storeAuth } from './store-auth.ts';
import type { Store } from './store.ts';

/** What of a SvelteKit request these functions use; pass the `event`. */
export interface StoreEvent {
	request: { headers: Headers };
	cookies: Cookies;
	getClientAddress: () => string;
}

/** A customer at the storefront of one company. */
export interface SignedInCustomer {
	id: string;
	email: string;
	name: string | null;
}

/**
 * Unknown, blocked, without a password, wrong password: one answer for all, in the same time (T21). `wait`: too
 * many attempts, whether there is such a customer or not; the next may come in so many seconds (T22).
 */
export type CustomerSignIn =
	| { kind: 'signed-in' }
	| { kind: 'refused'; code: 'WRONG_EMAIL_OR_PASSWORD' }
	| { kind: 'wait'; seconds: number };

// Nobody's: what cannot be an address takes the same way as one that is unknown.
const nobody = 'nobody@invalid.example';

/** Signs a customer in to a store; the session is new, and its cookie is set on the event (spec T2). */
export async function signInCustomer(
	event: StoreEvent,
	store: Store,
	credentials: { email: string; password: string }
): Promise<CustomerSignIn> {
	const read = readEmail(credentials.email);
	const email = (read.ok && read.value) || nobody;
	const account = accountOf(store, email);
	const attempt = await takeSignInAttempt({
		account,
		address: countedAddress(event.getClientAddress()),
		knownBrowser: knownBrowserOf(event.cookies, account)
	});
	if (attempt.kind === 'wait') return attempt;
	const customer = await checkPassword(store, email, hashable(credentials.password));
	if (customer === null || !(await startCustomerSession(event, store, { id: customer.id, email }))) {
		return { kind: 'refused', code: 'WRONG_EMAIL_OR_PASSWORD' };
	}
	await attempt.succeeded();
	return { kind: 'signed-in' };
}

/** The name of a customer where attempts are counted, whether there is one or not. */
export function accountOf(store: Store, email: string): string {
	return `store:${store.id}:${email}`;
}

/**
 * Starts a session for a customer who has shown who they are, with its cookie; the browser is known from then on.
 *
 * @returns false, with no session, for one who was blocked or removed meanwhile
 */
export async function startCustomerSession(
	event: StoreEvent,
	store: Store,
	customer: { id: string; email: string }
): Promise<boolean> {
	try {
		const { headers, response } = await storeAuth(store).api.startSession({
			body: { customerId: customer.id },
			headers: event.request.headers,
			returnHeaders: true
		});
		if (!response.started) return false;
		keepCookies(event.cookies, headers);
		rememberBrowser(event.cookies, accountOf(store, customer.email));
		return true;
	} catch (error) {
		if (isRefusedByCheck(error)) return false;
		throw error;
	}
}

/** Ends the session at this store, in the database too, and clears its cookie. Nothing for someone signed out. */
export async function signOutCustomer(event: StoreEvent, store: Store): Promise<void> {
	const { headers } = await storeAuth(store).api.endSession({
		headers: event.request.headers,
		returnHeaders: true
	});
	keepCookies(event.cookies, headers);
}

/**
 * Who is signed in at this store, or null. The customer is read each time, so that whoever was blocked is nobody
 * at once, and a session in use is prolonged until its absolute limit (T03).
 */
export async function customerOfRequest(
	event: StoreEvent,
	store: Store,
	now = new Date()
): Promise<SignedInCustomer | null> {
	const { response: found, headers } = await storeAuth(store).api.getSession({
		headers: event.request.headers,
		returnHeaders: true
	});
	if (found !== null && now.getTime() - found.session.createdAt.getTime() > sessionLimits.absolute * 1000) {
		await signOutCustomer(event, store);
		return null;
	}
	keepCookies(event.cookies, headers);
	if (found === null) return null;
	const { id, email, name } = found.user;
	return { id, email, name: name || null };
}

/** Longer than any password is: cut, so that it costs no more to hash, and still is nobody's. */
function hashable(password: string): string {
	return password.length > 2 * maxPasswordLength ? password.slice(0, 2 * maxPasswordLength + 1) : password;
}
