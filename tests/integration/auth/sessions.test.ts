import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { auth } from '../../../src/lib/server/auth/better-auth.ts';
import { staffSessionLimits } from '../../../src/lib/server/auth/staff-session-limits.ts';
import { signIn, signOut, signUpCompany, staffOfRequest } from '../../../src/lib/server/auth/staff.ts';
import { database } from '../../../src/lib/server/database.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { type TestEvent, requestEvent } from '../../support/request-event.ts';

const password = 'correct horse battery';
const name = 'distribu-session';
const dayMs = 24 * 60 * 60 * 1000;

function visit(cookie = ''): TestEvent {
	return requestEvent(
		new Request('http://localhost:3000/login', { method: 'POST', headers: cookie ? { cookie } : {} })
	);
}

function sessionCookieOf({ cookies }: TestEvent): string {
	return `${name}=${encodeURIComponent(cookies.get(name)?.value ?? '')}`;
}

/** The token in a session's cookie, without its signature. */
function tokenIn(cookie: string): string {
	return decodeURIComponent(cookie.slice(name.length + 1)).split('.')[0] ?? '';
}

async function signedUp(): Promise<{ email: string; cookie: string }> {
	const slug = `shop-${randomUUID().slice(0, 18)}`;
	const email = `ann@${slug}.example`;
	const first = visit();
	await signUpCompany(first.event, { companyName: 'Acme', slug, name: 'Ann', email, password });
	return { email, cookie: sessionCookieOf(first) };
}

async function isSignedIn(cookie: string): Promise<boolean> {
	return (await staffOfRequest(new Headers({ cookie }))).staff !== null;
}

function sessionsOf(email: string) {
	return database().session.findMany({ where: { user: { email } } });
}

describeEachEngine('staff sessions', () => {
	test('T03: a session is stored by a hash of its token, and what is stored signs nobody in', async () => {
		const { email, cookie } = await signedUp();
		const [session] = await sessionsOf(email);
		const token = tokenIn(cookie);
		expect(session?.token).toBe(createHash('sha256').update(token).digest('hex'));
		expect(JSON.stringify(session)).not.toContain(token);
		expect(await isSignedIn(cookie)).toBe(true);
		const stolen = await auth().$context.then(({ internalAdapter }) =>
			internalAdapter.findSession(session?.token ?? '')
		);
		expect(stolen).toBeNull();
	});

	test('T03: a token has 128 bits or more: 32 letters and digits, none like another', async () => {
		const { email, cookie } = await signedUp();
		const again = visit();
		await signIn(again.event, { email, password });
		const tokens = [cookie, sessionCookieOf(again)].map(tokenIn);
		for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9]{32}$/);
		expect(new Set(tokens).size).toBe(2);
	});

	test('T03: fixation: a session that somebody planted before does not become that of who signs in', async () => {
		const attacker = await signedUp();
		const { email } = await signedUp();
		for (const planted of [attacker.cookie, `${name}=planted`, `${name}=${'a'.repeat(32)}.planted`]) {
			const victim = visit(planted);
			await signIn(victim.event, { email, password });
			expect(tokenIn(sessionCookieOf(victim))).not.toBe(tokenIn(planted));
			const { staff } = await staffOfRequest(new Headers({ cookie: planted }));
			expect(staff?.email).not.toBe(email);
		}
	});

	test('T03: signing out ends this session on the server, and no other', async () => {
		const { email, cookie } = await signedUp();
		const other = visit();
		await signIn(other.event, { email, password });
		await signOut(visit(cookie).event);
		expect(await isSignedIn(cookie)).toBe(false);
		expect(await isSignedIn(sessionCookieOf(other))).toBe(true);
		expect(await sessionsOf(email)).toHaveLength(1);
	});

	test('T03: an unused session ends after seven days', async () => {
		const { email, cookie } = await signedUp();
		const [session] = await sessionsOf(email);
		const days = ((session?.expiresAt.getTime() ?? 0) - Date.now()) / dayMs;
		expect(Math.round(days)).toBe(7);
		expect(staffSessionLimits.idle).toBe((7 * dayMs) / 1000);
		await database().session.updateMany({
			where: { user: { email } },
			data: { expiresAt: new Date(Date.now() - 1000) }
		});
		expect(await isSignedIn(cookie)).toBe(false);
	});

	test('T03: a session that is used ends after thirty days all the same', async () => {
		const { email, cookie } = await signedUp();
		async function madeDaysAgo(days: number): Promise<void> {
			const createdAt = new Date(Date.now() - days * dayMs);
			await database().session.updateMany({ where: { user: { email } }, data: { createdAt } });
		}
		expect(staffSessionLimits.absolute).toBe((30 * dayMs) / 1000);
		await madeDaysAgo(29.99);
		expect(await isSignedIn(cookie)).toBe(true);
		await madeDaysAgo(30.01);
		expect(await isSignedIn(cookie)).toBe(false);
		expect(await sessionsOf(email)).toEqual([]);
	});
});
