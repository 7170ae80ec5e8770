import { type Attempt, forgetAttempts, giveBackAttempt, takeAttempt } from './take-attempt.ts';

/** A try to sign in, before the password is looked at. */
export interface SignInTry {
	/** Names the account, whether there is one or not: the email, and for a storefront its company too. */
	account: string;
	/** Where it comes from, as `countedAddress` gives it. */
	address: string;
	/** The browser, where it signed in to this account before (`known-browser.ts`); else null. */
	knownBrowser: string | null;
}

/** As `Attempt`; `succeeded` is to be called when the password was right, and takes the try back. */
export type SignInAttempt =
	{ kind: 'allowed'; succeeded: () => Promise<void> } | { kind: 'wait'; seconds: number };

/**
 * Counts a try to sign in as if it failed, so that tries at the same time are counted too, and says whether the
 * password may be looked at (T22).
 *
 * Guessing is slowed down by address, by account, and by both. What would let anybody keep the owner out, a
 * hundred wrong guesses a day, holds up only browsers that never signed in to the account: one that did is
 * counted by itself, and where it used up its own tries, as any other.
 *
 * @throws what the database throws when it cannot be reached
 */
export async function takeSignInAttempt(attempted: SignInTry): Promise<SignInAttempt> {
	const { account, address, knownBrowser } = attempted;
	if (knownBrowser !== null) {
		const attempt = await takeAttempt('signInKnownBrowser', account, knownBrowser);
		if (attempt.kind === 'allowed') return { kind: 'allowed', succeeded: () => forgetFailures(attempted) };
	}
	const attempt = await takeAsStranger(account, address);
	if (attempt.kind === 'wait') return attempt;
	return {
		kind: 'allowed',
		async succeeded() {
			await giveBackAttempt('signInAddress', address);
			await forgetFailures(attempted);
		}
	};
}

/** The address first: who used that up writes no more rows, whatever accounts are tried. */
async function takeAsStranger(account: string, address: string): Promise<Attempt> {
	const byAddress = await takeAttempt('signInAddress', address);
	if (byAddress.kind === 'wait') return byAddress;
	const byBoth = await takeAttempt('signInAccountAddress', account, address);
	if (byBoth.kind === 'wait') return byBoth;
	return takeAttempt('signInAccount', account);
}

/** Failures count while they are in a row; a success ends the row, other people's failures included. */
async function forgetFailures({ account, address, knownBrowser }: SignInTry): Promise<void> {
	await forgetAttempts('signInAccount', account);
	await forgetAttempts('signInAccountAddress', account, address);
	if (knownBrowser !== null) await forgetAttempts('signInKnownBrowser', account, knownBrowser);
}
