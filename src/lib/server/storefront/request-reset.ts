import { randomBytes } from 'node:crypto';
import { readEmail } from '../../customer/email.ts';
import { hashOfToken } from '../auth/hashed-tokens.ts';
import { inCompany } from '../company-scope.ts';
import { isRefusedByCheck } from '../error-facts.ts';
import { later } from '../later.ts';
import { sendMail } from '../mail/send-mail.ts';
import { countedAddress } from '../rate-limit/client-address.ts';
import { takeAttempt } from '../rate-limit/take-attempt.ts';
import { accountOf } from './customer-session.ts';
import { resetMail } from './reset-mail.ts';
import { linkSeconds } from './session-limits.ts';
import type { Store } from './store.ts';

/** `asked` says nothing of whether a mail is sent (T21). `wait`: asked too often; the next may come in so many seconds. */
export type ResetRequest =
	{ kind: 'asked' } | { kind: 'refused'; code: 'EMAIL_INVALID' } | { kind: 'wait'; seconds: number };

/** Who asks: an id for the log, and where from. */
export interface Asker {
	requestId: string;
	clientAddress: string;
}

/**
 * Lets a customer set a first or new password, by a link that is mailed (spec T2, T3). Whether there is such a
 * customer is looked up, and the mail sent, after the answer; an unknown or blocked one gets none.
 */
export async function requestReset(
	store: Store,
	typed: string,
	asker: Asker,
	now = new Date()
): Promise<ResetRequest> {
	const email = readEmail(typed);
	if (!email.ok || email.value === null) return { kind: 'refused', code: 'EMAIL_INVALID' };
	const to = email.value;
	const byAddress = await takeAttempt('storeResetAddress', countedAddress(asker.clientAddress));
	if (byAddress.kind === 'wait') return byAddress;
	const byAccount = await takeAttempt('storeReset', accountOf(store, to));
	if (byAccount.kind === 'wait') return byAccount;
	const byStore = await takeAttempt('storeResetStore', store.id);
	if (byStore.kind === 'wait') return byStore;
	later('mailing a link', asker.requestId, () => mailLink(store, to, now));
	return { kind: 'asked' };
}

async function mailLink(store: Store, email: string, now: Date): Promise<void> {
	// 256 bits.
	const token = randomBytes(32).toString('base64url');
	const customer = await keepToken(store, email, token, now);
	if (customer === null) return;
	const signInAddress = storeAddress(store, 'login');
	const link = `${storeAddress(store, 'reset')}?token=${token}`;
	await sendMail(resetMail({ to: email, name: customer.name, storeName: store.name, link, signInAddress }));
}

/** Makes this the one link of the customer that works (T3); null where there is no such customer or a blocked one. */
async function keepToken(
	store: Store,
	email: string,
	token: string,
	now: Date
): Promise<{ name: string | null } | null> {
	const expiresAt = new Date(now.getTime() + linkSeconds * 1000).toISOString();
	try {
		return await inCompany(store.id, async (transaction) => {
			const customer = await transaction.customer.findFirst({
				where: { companyId: store.id, email, status: 'ACTIVE' },
				select: { id: true, name: true }
			});
			if (customer === null) return null;
			await transaction.$executeRaw`
				INSERT INTO "PasswordReset" ("customerId", "companyId", "tokenHash", "expiresAt")
				VALUES (${customer.id}::uuid, ${store.id}::uuid, ${hashOfToken(token)}, ${expiresAt}::timestamptz)
				ON CONFLICT ("customerId") DO UPDATE
				SET "tokenHash" = EXCLUDED."tokenHash", "expiresAt" = EXCLUDED."expiresAt"
			`;
			return customer;
		});
	} catch (error) {
		if (isRefusedByCheck(error)) return null;
		throw error;
	}
}

/** From the configuration, never from the request: its Host header is whoever's (T23). */
function storeAddress(store: Store, page: 'login' | 'reset'): string {
	const origin = process.env.ORIGIN;
	if (!origin) throw new Error('ORIGIN is not set: the address that people use, which links in mails need.');
	return `${origin}/store/${store.slug}/${page}`;
}
