import '../../support/auth-secret.ts';
import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { inCompany } from '../../../src/lib/server/company-scope.ts';
import { database, disconnectDatabase } from '../../../src/lib/server/database.ts';
import { isRefusedByCheck } from '../../../src/lib/server/error-facts.ts';
import { finishLater } from '../../../src/lib/server/later.ts';
import {
	customerOfRequest,
	signInCustomer,
	signOutCustomer,
	startCustomerSession
} from '../../../src/lib/server/storefront/customer-session.ts';
import { requestReset } from '../../../src/lib/server/storefront/request-reset.ts';
import { findStore, type Store } from '../../../src/lib/server/storefront/store.ts';
import { findReset, useReset } from '../../../src/lib/server/storefront/use-reset.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs, customersOf, makeCompany, type TestCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { linkOf, type MailServer, startMailServer } from '../../support/mail-server.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { requestEvent } from '../../support/request-event.ts';
import { makeVisitor, type Visitor } from '../../support/store-visitor.ts';

const password = 'copper lantern river';
const email = 'deli@shop.example';
const minute = 60_000;

let mailServer: MailServer;
beforeAll(async () => {
	mailServer = await startMailServer();
});
afterAll(() => mailServer.stop());
beforeEach(() => {
	process.env.ORIGIN = 'http://localhost:3000';
	process.env.SMTP_URL = mailServer.url;
	process.env.MAIL_FROM = 'Distribu <no-reply@distribu.example>';
	mailServer.mails.length = 0;
});
afterEach(async () => {
	for (const name of ['ORIGIN', 'SMTP_URL', 'MAIL_FROM']) delete process.env[name];
	// What was made for another ORIGIN goes with the client.
	await disconnectDatabase();
});

async function storeOf(company: TestCompany): Promise<Store> {
	const store = await findStore(company.slug);
	if (store === null) throw new Error('The store is missing.');
	return store;
}

/** A company whose one customer was imported: no password yet. */
async function makeStore(): Promise<{ company: TestCompany; store: Store }> {
	const company = await makeCompany({ customers: [customer(email, { name: 'Deli' })] });
	return { company, store: await storeOf(company) };
}

/** Asks for a link and waits for what comes of it: the tokens that were mailed. */
async function askForLink(store: Store, address = email, now?: Date): Promise<string[]> {
	const before = mailServer.mails.length;
	const asker = { requestId: 'test-request', clientAddress: randomUUID() };
	expect(await requestReset(store, address, asker, now)).toEqual({ kind: 'asked' });
	await finishLater();
	return mailServer.mails.slice(before).map((mail) => new URL(linkOf(mail)).searchParams.get('token') ?? '');
}

async function theToken(store: Store, address = email, now?: Date): Promise<string> {
	const [token, ...more] = await askForLink(store, address, now);
	expect(more).toEqual([]);
	return token ?? '';
}

function signIn(visitor: Visitor, store: Store, typed = password, address = email) {
	return visitor.ask((event) => signInCustomer(event, store, { email: address, password: typed }));
}

function whoIs(visitor: Visitor, store: Store, now?: Date) {
	return visitor.ask((event) => customerOfRequest(event, store, now));
}

/** A customer with a password, signed in. */
async function signedIn() {
	const { company, store } = await makeStore();
	await ownerDatabase().customer.updateMany({
		where: { companyId: company.id },
		data: { passwordHash: await hashPassword(password) }
	});
	const visitor = makeVisitor();
	expect(await signIn(visitor, store)).toEqual({ kind: 'signed-in' });
	return { company, store, visitor };
}

function setStatus(company: TestCompany, status: 'ACTIVE' | 'BLOCKED') {
	return inCompany(company.id, (transaction) =>
		transaction.customer.updateMany({ where: { companyId: company.id }, data: { status } })
	);
}

function sessionsOf(company: TestCompany): Promise<number> {
	return ownerDatabase().customerSession.count({ where: { companyId: company.id } });
}

/** Until so many statements wait for another transaction; the embedded engine takes them one after the other anyway. */
async function untilWaiting(howMany: number): Promise<void> {
	for (;;) {
		const [waiting] = await ownerDatabase().$queryRaw<{ count: number }[]>`
			SELECT count(*)::int AS "count" FROM pg_stat_activity WHERE wait_event_type = 'Lock'
		`;
		if (waiting !== undefined && waiting.count >= howMany) return;
	}
}

const refused = { kind: 'refused', code: 'WRONG_EMAIL_OR_PASSWORD' };

describeEachEngine('the storefront', (engine) => {
	test('T2: an imported customer has no password; a mailed link sets one, then they are signed in and can sign in again', async () => {
		const { store } = await makeStore();
		const visitor = makeVisitor();
		expect(await signIn(visitor, store)).toEqual(refused);
		const token = await theToken(store, ' Deli@Shop.example ');
		expect(mailServer.mails[0]?.recipients).toEqual([email]);
		const used = await useReset(store, token, password);
		expect(used).toEqual({ kind: 'set', customer: { id: expect.any(String), email, name: 'Deli' } });
		if (used.kind !== 'set') return;
		expect(await visitor.ask((event) => startCustomerSession(event, store, used.customer))).toBe(true);
		expect(await whoIs(visitor, store)).toEqual({ id: used.customer.id, email, name: 'Deli' });

		await visitor.ask((event) => signOutCustomer(event, store));
		expect(await whoIs(visitor, store)).toBeNull();
		expect(await signIn(visitor, store)).toEqual({ kind: 'signed-in' });
		expect(await whoIs(visitor, store)).toMatchObject({ email });
	});

	test('T21: unknown, blocked, without password and wrong password get one answer, and no cookie', async () => {
		const { company, store } = await signedIn();
		const hash = await hashPassword(password);
		await ownerDatabase().customer.createMany({
			data: [
				{ companyId: company.id, email: 'blocked@shop.example', status: 'BLOCKED', passwordHash: hash },
				{ companyId: company.id, email: 'new@shop.example' }
			]
		});
		for (const [address, typed] of [
			['unknown@shop.example', password],
			['blocked@shop.example', password],
			['new@shop.example', password],
			['new@shop.example', ''],
			[email, 'wrong password here'],
			[email, ''],
			[email, `${password} `],
			[email, 'x'.repeat(100_000)],
			[email, 'a\0\ud800'],
			['not an address', password],
			["' OR 1=1 --", password],
			['a\0@shop.example', password]
		] as const) {
			const visitor = makeVisitor();
			expect(await signIn(visitor, store, typed, address), address).toEqual(refused);
			expect(visitor.cookies.size).toBe(0);
		}
	});

	test('T2, T21: asked for a link, every address gets the same answer; only an active customer gets a mail', async () => {
		const { company, store } = await makeStore();
		await ownerDatabase().customer.create({
			data: { companyId: company.id, email: 'blocked@shop.example', status: 'BLOCKED' }
		});
		expect(await askForLink(store, 'unknown@shop.example')).toEqual([]);
		expect(await askForLink(store, 'blocked@shop.example')).toEqual([]);
		expect(await askForLink(store)).toHaveLength(1);
		const asker = { requestId: 'test-request', clientAddress: '192.0.2.1' };
		expect(await requestReset(store, 'no address', asker)).toEqual({
			kind: 'refused',
			code: 'EMAIL_INVALID'
		});
	});

	test('T3, T23: a token has 256 bits, is stored as a hash, and opening the link changes nothing', async () => {
		const { company, store } = await makeStore();
		const token = await theToken(store);
		expect(Buffer.from(token, 'base64url')).toHaveLength(32);
		const [row] = await ownerDatabase().passwordReset.findMany({ where: { companyId: company.id } });
		expect(JSON.stringify(row)).not.toContain(token);
		expect(row?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
		for (let i = 0; i < 3; i++) expect(await findReset(store, token)).toMatchObject({ email });
		expect((await useReset(store, token, password)).kind).toBe('set');
	});

	test('T3: a link works once, and of two uses at once one succeeds', async () => {
		const { store } = await makeStore();
		const token = await theToken(store);
		// Both have seen the link when the customer's row is let go.
		const uses = await ownerDatabase()
			.$transaction(async (transaction) => {
				await transaction.$queryRaw`SELECT 1 FROM "Customer" WHERE "companyId" = ${store.id}::uuid FOR UPDATE`;
				const both = [useReset(store, token, password), useReset(store, token, `${password}!`)];
				if (engine.name === 'postgresql') await untilWaiting(2);
				return both;
			})
			.then((both) => Promise.all(both));
		expect(uses.map(({ kind }) => kind).sort()).toEqual(['closed', 'set']);
		expect(await useReset(store, token, password)).toEqual({ kind: 'closed' });
		expect(await findReset(store, token)).toBeNull();
		const winner = uses[0]?.kind === 'set' ? password : `${password}!`;
		expect(await signIn(makeVisitor(), store, winner)).toEqual({ kind: 'signed-in' });
	});

	test('T3: a refused password leaves the link as it was', async () => {
		const { store } = await makeStore();
		const token = await theToken(store);
		expect(await useReset(store, token, 'short')).toEqual({ kind: 'refused', code: 'PASSWORD_TOO_SHORT' });
		expect(await useReset(store, token, 'Password1234')).toEqual({
			kind: 'refused',
			code: 'PASSWORD_COMMON'
		});
		expect(await useReset(store, token, 'Test Company!')).toEqual({
			kind: 'refused',
			code: 'PASSWORD_FROM_NAMES'
		});
		expect((await useReset(store, token, password)).kind).toBe('set');
	});

	test('T3: a newer link ends the older one; of two asked for at once, one works', async () => {
		const { store } = await makeStore();
		const older = await theToken(store);
		const newer = await theToken(store);
		expect(await useReset(store, older, password)).toEqual({ kind: 'closed' });
		expect((await useReset(store, newer, password)).kind).toBe('set');

		const asker = { requestId: 'test-request', clientAddress: '192.0.2.2' };
		mailServer.mails.length = 0;
		await Promise.all([requestReset(store, email, asker), requestReset(store, email, asker)]);
		await finishLater();
		const found = await Promise.all(
			mailServer.mails.map((mail) => findReset(store, new URL(linkOf(mail)).searchParams.get('token') ?? ''))
		);
		expect(found.filter((one) => one !== null)).toHaveLength(1);
	});

	test('T3: a link dies after one hour, and no earlier', async () => {
		const { store } = await makeStore();
		const start = new Date();
		const token = await theToken(store, email, start);
		function after(minutes: number): Date {
			return new Date(start.getTime() + minutes * minute);
		}
		expect(await findReset(store, token, after(59))).toMatchObject({ email });
		expect(await findReset(store, token, after(60))).toBeNull();
		expect(await useReset(store, token, password, after(60))).toEqual({ kind: 'closed' });
		expect((await useReset(store, token, password, after(59))).kind).toBe('set');
	});

	test('T3, T03: a new password, on whatever path, ends all sessions and links of that customer alone', async () => {
		const { company, store, visitor } = await signedIn();
		await ownerDatabase().customer.create({
			data: { companyId: company.id, email: 'other@shop.example', passwordHash: await hashPassword(password) }
		});
		const other = makeVisitor();
		await signIn(other, store, password, 'other@shop.example');
		const token = await theToken(store);
		expect((await useReset(store, token, 'another copper lantern')).kind).toBe('set');
		expect(await whoIs(visitor, store)).toBeNull();
		expect(await signIn(visitor, store)).toEqual(refused);
		expect(await whoIs(other, store)).toMatchObject({ email: 'other@shop.example' });

		await signIn(visitor, store, 'another copper lantern');
		const later = await theToken(store);
		await ownerDatabase().customer.updateMany({
			where: { companyId: company.id, email },
			data: { passwordHash: await hashPassword('set at a console') }
		});
		expect(await whoIs(visitor, store)).toBeNull();
		expect(await findReset(store, later)).toBeNull();
	});

	test("T23, U2: another store's link, and no link at all, open nothing", async () => {
		const [one, other] = [await makeStore(), await makeStore()];
		const token = await theToken(one.store);
		for (const made of [token.slice(1), `${token}a`, token.toLowerCase(), '', 'a\0', '%', "' OR 1=1 --"]) {
			expect(await findReset(one.store, made)).toBeNull();
		}
		expect(await findReset(other.store, token)).toBeNull();
		expect(await useReset(other.store, token, password)).toEqual({ kind: 'closed' });
		expect((await useReset(one.store, token, password)).kind).toBe('set');
	});

	test('U2: one address is two customers at two stores, with two passwords; a session of one is nothing at the other', async () => {
		const [one, other] = [await signedIn(), await makeStore()];
		await useReset(other.store, await theToken(other.store), 'another copper lantern');
		expect(await signIn(makeVisitor(), other.store)).toEqual(refused);
		expect(await whoIs(one.visitor, other.store)).toBeNull();

		// Also under the name that the other store's cookie has.
		const forger = makeVisitor();
		const cookie = one.visitor.cookies.get(`distribu-store-${one.store.slug}`) ?? '';
		expect(cookie).not.toBe('');
		forger.cookies.set(`distribu-store-${other.store.slug}`, cookie);
		expect(await whoIs(forger, other.store)).toBeNull();

		// Someone who buys from both is signed in to both.
		expect(await signIn(one.visitor, other.store, 'another copper lantern')).toEqual({ kind: 'signed-in' });
		expect(await whoIs(one.visitor, other.store)).toMatchObject({ email });
		expect(await whoIs(one.visitor, one.store)).toMatchObject({ email });
	});

	test('T03: each sign-in is a new session, whose token is stored as a hash, without address or browser', async () => {
		const { company, store, visitor } = await signedIn();
		const name = `distribu-store-${store.slug}`;
		const first = visitor.cookies.get(name) ?? '';
		await signIn(visitor, store);
		const second = visitor.cookies.get(name) ?? '';
		expect(second).not.toBe(first);
		const rows = await ownerDatabase().customerSession.findMany({ where: { companyId: company.id } });
		expect(rows).toHaveLength(2);
		for (const { token } of rows) {
			expect(token).toMatch(/^[0-9a-f]{64}$/);
			expect([first, second].some((cookie) => cookie.includes(token))).toBe(false);
		}
		// A stolen table opens nothing: the hash is no token.
		const thief = makeVisitor();
		for (const { token } of rows) {
			thief.cookies.set(name, second.replace(/^[^.]+/, token));
			expect(await whoIs(thief, store)).toBeNull();
		}
	});

	test('T03: signing out ends the session in the database, not others of the customer', async () => {
		const { company, store, visitor } = await signedIn();
		const elsewhere = makeVisitor();
		await signIn(elsewhere, store);
		const stolen = new Map(visitor.cookies);
		await visitor.ask((event) => signOutCustomer(event, store));
		expect(visitor.cookies.has(`distribu-store-${store.slug}`)).toBe(false);
		for (const [cookie, value] of stolen) visitor.cookies.set(cookie, value);
		expect(await whoIs(visitor, store)).toBeNull();
		expect(await whoIs(elsewhere, store)).toMatchObject({ email });
		expect(await sessionsOf(company)).toBe(1);
		await makeVisitor().ask((event) => signOutCustomer(event, store));
	});

	test('T03: a session ends a month after sign-in, however much it was used, and a week without use', async () => {
		const { company, store, visitor } = await signedIn();
		const day = 24 * 60 * minute;
		expect(await whoIs(visitor, store, new Date(Date.now() + 29 * day))).toMatchObject({ email });
		expect(await whoIs(visitor, store, new Date(Date.now() + 31 * day))).toBeNull();
		expect(await sessionsOf(company)).toBe(0);

		await signIn(visitor, store);
		const [session] = await ownerDatabase().customerSession.findMany({ where: { companyId: company.id } });
		expect(Math.round(((session?.expiresAt.getTime() ?? 0) - Date.now()) / day)).toBe(7);
		await ownerDatabase().customerSession.updateMany({
			where: { companyId: company.id },
			data: { expiresAt: new Date(Date.now() + 2 * day) }
		});
		await whoIs(visitor, store);
		const [prolonged] = await ownerDatabase().customerSession.findMany({ where: { companyId: company.id } });
		expect(Math.round(((prolonged?.expiresAt.getTime() ?? 0) - Date.now()) / day)).toBe(7);
		await ownerDatabase().customerSession.updateMany({
			where: { companyId: company.id },
			data: { expiresAt: new Date(0) }
		});
		expect(await whoIs(visitor, store)).toBeNull();
	});

	test('T03: with https the cookie is bound to the host, HttpOnly and SameSite=Lax', async () => {
		const { store } = await signedIn();
		process.env.ORIGIN = 'https://distribu.example';
		await disconnectDatabase();
		const { event, cookies } = requestEvent(new Request('https://distribu.example'));
		expect(await signInCustomer(event, store, { email, password })).toEqual({ kind: 'signed-in' });
		const cookie = cookies.get(`__Host-distribu-store-${store.slug}`);
		expect(cookie?.options).toMatchObject({ secure: true, httpOnly: true, sameSite: 'lax', path: '/' });
		expect(cookie?.options).not.toHaveProperty('domain');
		expect([...cookies.keys()].every((name) => name.startsWith('__Host-'))).toBe(true);
	});

	test('T24: an import that blocks a customer ends sessions and links; one that unblocks revives neither; no mail is sent', async () => {
		const { company, store, visitor } = await signedIn();
		const token = await theToken(store);
		mailServer.mails.length = 0;
		const seen = await customersOf(company.id);
		const blocked = seen.map((one) => ({ ...one, status: 'BLOCKED' as const }));
		const created = [customer('first@shop.example'), customer('second@shop.example')];
		await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf([...blocked, ...created]), seen));
		expect(await sessionsOf(company)).toBe(0);
		expect(await whoIs(visitor, store)).toBeNull();
		expect(await useReset(store, token, password)).toEqual({ kind: 'closed' });
		expect(await signIn(visitor, store)).toEqual(refused);
		expect(await askForLink(store)).toEqual([]);

		const now = await customersOf(company.id);
		const active = now.map((one) => ({ ...one, status: 'ACTIVE' as const }));
		await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(active), now));
		expect(await whoIs(visitor, store)).toBeNull();
		expect(await findReset(store, token)).toBeNull();
		expect(await signIn(visitor, store)).toEqual({ kind: 'signed-in' });
		await finishLater();
		expect(mailServer.mails).toEqual([]);
	});

	test('T24: any other change of a customer keeps them signed in', async () => {
		const { company, store, visitor } = await signedIn();
		const token = await theToken(store);
		const seen = await customersOf(company.id);
		const renamed = seen.map((one) => ({ ...one, name: 'Deli II', creditLimit: '5.00' }));
		await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(renamed), seen));
		expect(await whoIs(visitor, store)).toMatchObject({ name: 'Deli II' });
		expect(await findReset(store, token)).toMatchObject({ name: 'Deli II' });
	});

	test('T24: whoever is blocked between showing the link and using it sets no password', async () => {
		const { company, store } = await makeStore();
		const token = await theToken(store);
		expect(await findReset(store, token)).not.toBeNull();
		await setStatus(company, 'BLOCKED');
		expect(await useReset(store, token, password)).toEqual({ kind: 'closed' });
		const [stored] = await ownerDatabase().customer.findMany({ where: { companyId: company.id } });
		expect(stored?.passwordHash).toBeNull();
	});

	test('T24: blocked at the very moment of signing in or asking for a link, nobody keeps a session or a link', async () => {
		const { company, store } = await signedIn();
		for (let round = 0; round < 15; round++) {
			await setStatus(company, 'ACTIVE');
			const visitor = makeVisitor();
			const asker = { requestId: 'test-request', clientAddress: randomUUID() };
			await ownerDatabase().rateLimit.deleteMany();
			await Promise.all([
				signIn(visitor, store),
				requestReset(store, email, asker).then(finishLater),
				setStatus(company, 'BLOCKED')
			]);
			expect(await whoIs(visitor, store)).toBeNull();
			expect(await sessionsOf(company)).toBe(0);
			expect(await ownerDatabase().passwordReset.count({ where: { companyId: company.id } })).toBe(0);
		}
	});

	test('T24: a session or link that begins while its customer is being blocked waits, and is refused', async () => {
		const { company, store } = await makeStore();
		const [stored] = await ownerDatabase().customer.findMany({ where: { companyId: company.id } });
		const customerId = stored?.id ?? '';
		const expiresAt = new Date(Date.now() + minute);
		const ids = { companyId: store.id, customerId };
		const starts = [
			() =>
				inCompany(store.id, (transaction) =>
					transaction.customerSession.create({
						data: { ...ids, id: randomUUID(), token: randomUUID(), expiresAt }
					})
				),
			() =>
				inCompany(store.id, (transaction) =>
					transaction.passwordReset.create({ data: { ...ids, tokenHash: randomUUID(), expiresAt } })
				)
		];
		for (const start of starts) {
			await setStatus(company, 'ACTIVE');
			const begun = await ownerDatabase().$transaction(async (transaction) => {
				await transaction.customer.updateMany({ where: { id: customerId }, data: { status: 'BLOCKED' } });
				const outcome = start().then(
					() => 'begun',
					() => 'refused'
				);
				if (engine.name === 'postgresql') await untilWaiting(1);
				return { outcome };
			});
			expect(await begun.outcome).toBe('refused');
			await start().then(
				() => expect.fail('A blocked customer got access.'),
				(error: unknown) => expect(isRefusedByCheck(error)).toBe(true)
			);
		}
	});

	test('U2: sessions and links of a company are there for that company alone, and none outside of one', async () => {
		const [one, other] = [await signedIn(), await makeStore()];
		await theToken(one.store);
		expect(await database().customerSession.count()).toBe(0);
		expect(await database().passwordReset.count()).toBe(0);
		await inCompany(other.company.id, async (transaction) => {
			expect(await transaction.customerSession.count()).toBe(0);
			expect((await transaction.passwordReset.deleteMany()).count).toBe(0);
		});
		const [victim] = await ownerDatabase().customer.findMany({ where: { companyId: one.company.id } });
		const planted = inCompany(other.company.id, (transaction) =>
			transaction.customerSession.create({
				data: {
					id: randomUUID(),
					companyId: other.company.id,
					customerId: victim?.id ?? '',
					token: randomUUID(),
					expiresAt: new Date(Date.now() + minute)
				}
			})
		);
		await expect(planted).rejects.toThrow();
	});

	test('C4: a deleted customer leaves neither session nor link', async () => {
		const { company, store, visitor } = await signedIn();
		await theToken(store);
		await ownerDatabase().customer.deleteMany({ where: { companyId: company.id } });
		expect(await sessionsOf(company)).toBe(0);
		expect(await ownerDatabase().passwordReset.count({ where: { companyId: company.id } })).toBe(0);
		expect(await whoIs(visitor, store)).toBeNull();
	});

	test('T22: after ten wrong guesses from one address the answer is to wait, also for an address that nobody has', async () => {
		const { store } = await signedIn();
		for (const address of [email, 'unknown@shop.example']) {
			const guesser = makeVisitor();
			for (let i = 0; i < 10; i++)
				expect(await signIn(guesser, store, 'wrong guess no. 1', address)).toEqual(refused);
			expect(await signIn(guesser, store, password, address)).toEqual({
				kind: 'wait',
				seconds: expect.any(Number)
			});
		}
	});

	test('T22: a guesser elsewhere keeps nobody out', async () => {
		const { store, visitor } = await signedIn();
		const guesser = makeVisitor();
		for (let i = 0; i < 11; i++) await signIn(guesser, store, 'wrong guess no. 1');
		expect(await signIn(visitor, store)).toEqual({ kind: 'signed-in' });
	});

	test('T22: five links an hour for one address, thirty from one place, whether there is a customer or not', async () => {
		const { store } = await makeStore();
		for (const address of [email, 'unknown@shop.example']) {
			for (let i = 0; i < 5; i++) await askForLink(store, address);
			const asker = { requestId: 'test-request', clientAddress: randomUUID() };
			expect(await requestReset(store, address, asker)).toEqual({
				kind: 'wait',
				seconds: expect.any(Number)
			});
		}
		const flood = { requestId: 'test-request', clientAddress: '198.51.100.7' };
		for (let i = 0; i < 30; i++) {
			expect((await requestReset(store, `shop${i}@shop.example`, flood)).kind).toBe('asked');
		}
		expect(await requestReset(store, 'one-more@shop.example', flood)).toMatchObject({ kind: 'wait' });
		await finishLater();
	});

	test('T29: what is no slug is no store', async () => {
		const { store } = await makeStore();
		for (const slug of [
			'..',
			'.',
			'',
			`${store.slug}/`,
			store.slug.toUpperCase(),
			`${store.slug}\0`,
			'ａｃｍｅ',
			'acme\u200b',
			"a' OR '1'='1",
			'a'.repeat(64),
			'a'.repeat(100_000)
		]) {
			expect(await findStore(slug), slug.slice(0, 80)).toBeNull();
		}
		expect(await findStore(store.slug)).toEqual(store);
	});
});
