import '../../support/auth-secret.ts';
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { signIn, signOut, signUpCompany, staffOfRequest } from '../../../src/lib/server/auth/staff.ts';
import { disconnectDatabase } from '../../../src/lib/server/database.ts';
import { type TestEvent, requestEvent } from '../../support/request-event.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const password = 'correct horse battery';

function newForm() {
	const slug = `shop-${randomUUID().slice(0, 18)}`;
	return { companyName: 'Acme Wholesale', slug, name: 'Ann Owner', email: `ann@${slug}.example`, password };
}

function visit(cookie = ''): TestEvent {
	return requestEvent(
		new Request('http://localhost:3000/login', { method: 'POST', headers: cookie ? { cookie } : {} })
	);
}

/** The cookie header that a browser would send after this visit. */
function cookieOf({ cookies }: TestEvent): string {
	return [...cookies].map(([name, { value }]) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

async function signedUp() {
	const form = newForm();
	const first = visit();
	expect(await signUpCompany(first.event, form)).toEqual({ kind: 'signed-in' });
	return { form, cookie: cookieOf(first) };
}

async function staffBy(cookie: string) {
	return (await staffOfRequest(new Headers({ cookie }))).staff;
}

describeEachEngine('staff', () => {
	afterEach(async () => {
		delete process.env.ORIGIN;
		await disconnectDatabase();
	});

	test('U3: a new company signs up on the Starter plan, and its owner is signed in', async () => {
		const { form, cookie } = await signedUp();
		const company = await ownerDatabase().company.findUniqueOrThrow({
			where: { slug: form.slug },
			include: { staff: true }
		});
		expect(company).toMatchObject({ name: 'Acme Wholesale', plan: 'STARTER' });
		expect(company.staff).toHaveLength(1);
		expect(await staffBy(cookie)).toEqual({
			userId: company.staff[0]?.id,
			name: 'Ann Owner',
			email: form.email,
			role: 'OWNER',
			company: { id: company.id, slug: form.slug, name: 'Acme Wholesale', plan: 'STARTER' },
			token: null
		});
	});

	test('U3: a taken slug or email is refused, and leaves nothing behind', async () => {
		const { form } = await signedUp();
		const sameSlug = { ...newForm(), slug: form.slug };
		expect(await signUpCompany(visit().event, sameSlug)).toEqual({
			kind: 'refused',
			problems: [{ field: 'slug', code: 'SLUG_TAKEN' }]
		});
		expect(await ownerDatabase().user.count({ where: { email: sameSlug.email } })).toBe(0);
		const sameEmail = { ...newForm(), email: form.email.toUpperCase() };
		expect(await signUpCompany(visit().event, sameEmail)).toEqual({
			kind: 'refused',
			problems: [{ field: 'email', code: 'EMAIL_TAKEN' }]
		});
		expect(await ownerDatabase().company.count({ where: { slug: sameEmail.slug } })).toBe(0);
	});

	test('U3: of sign-ups for one slug at the same time, one gets it', async () => {
		const form = newForm();
		const results = await Promise.all(
			['a', 'b', 'c'].map((name) =>
				signUpCompany(visit().event, { ...form, email: `${name}@${form.slug}.example` })
			)
		);
		expect(results.filter(({ kind }) => kind === 'signed-in')).toHaveLength(1);
		expect(await ownerDatabase().user.count({ where: { company: { slug: form.slug } } })).toBe(1);
	});

	test('U1: signs in with the email in any case, with a new session each time', async () => {
		const { form, cookie } = await signedUp();
		const again = visit(cookie);
		expect(await signIn(again.event, { email: ` ${form.email.toUpperCase()} `, password })).toEqual({
			kind: 'signed-in'
		});
		expect(cookieOf(again)).not.toBe(cookie);
		expect(await staffBy(cookieOf(again))).toEqual(await staffBy(cookie));
	});

	test('U1, T21: wrong password and unknown email get the same answer, and no cookie', async () => {
		const { form } = await signedUp();
		const attempts = [
			{ email: form.email, password: 'wrong password here' },
			{ email: form.email, password: '' },
			{ email: form.email, password: `${password} ` },
			{ email: form.email, password: 'x'.repeat(100_000) },
			{ email: form.email, password: 'a\0\ud800' },
			{ email: 'nobody@shop.example', password },
			{ email: 'not an address', password },
			{ email: "' OR 1=1 --", password },
			{ email: 'a\0@shop.example', password },
			{ email: '', password: '' }
		];
		for (const attempt of attempts) {
			const event = visit();
			expect(await signIn(event.event, attempt)).toEqual({
				kind: 'refused',
				code: 'WRONG_EMAIL_OR_PASSWORD'
			});
			expect(event.cookies.size).toBe(0);
		}
	});

	test('U1, T03: signing out ends the session in the database', async () => {
		const { form, cookie } = await signedUp();
		const out = visit(cookie);
		await signOut(out.event);
		expect(await staffBy(cookie)).toBeNull();
		expect(out.cookies.get('distribu-session')).toMatchObject({ value: '', options: { maxAge: 0 } });
		expect(await ownerDatabase().session.count({ where: { user: { email: form.email } } })).toBe(0);
		await signOut(visit().event);
	});

	test("T03: a cookie that was changed, made up or has expired is nobody's", async () => {
		const { form, cookie } = await signedUp();
		const [name, value = ''] = cookie.split('=');
		const token = decodeURIComponent(value).split('.')[0] ?? '';
		for (const other of [
			'',
			token,
			`${token}.`,
			`${token}.${'A'.repeat(43)}%3D`,
			'x.y',
			'%00',
			'a'.repeat(4000)
		]) {
			expect(await staffBy(`${name}=${other}`)).toBeNull();
		}
		await ownerDatabase().session.updateMany({
			where: { user: { email: form.email } },
			data: { expiresAt: new Date(0) }
		});
		expect(await staffBy(cookie)).toBeNull();
	});

	test('U1: a change of role or plan holds for the sessions that exist', async () => {
		const { form, cookie } = await signedUp();
		await ownerDatabase().user.update({ where: { email: form.email }, data: { role: 'MEMBER' } });
		await ownerDatabase().company.update({ where: { slug: form.slug }, data: { plan: 'GROWTH' } });
		expect(await staffBy(cookie)).toMatchObject({ role: 'MEMBER', company: { plan: 'GROWTH' } });
	});

	test('T03: the cookie is HttpOnly and SameSite=Lax, and where the site is https, Secure and bound to the host', async () => {
		const { form } = await signedUp();
		const plain = visit();
		await signIn(plain.event, { email: form.email, password });
		expect(plain.cookies.get('distribu-session')?.options).toMatchObject({
			httpOnly: true,
			sameSite: 'lax',
			path: '/',
			secure: false
		});

		process.env.ORIGIN = 'https://distribu.example';
		await disconnectDatabase();
		const secure = visit();
		await signIn(secure.event, { email: form.email, password });
		expect([...secure.cookies.keys()]).toEqual(['__Host-distribu-session', '__Host-distribu-known-browser']);
		for (const { options } of secure.cookies.values()) {
			expect(options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/', secure: true });
			expect(options).not.toHaveProperty('domain');
		}
		expect(await staffBy(cookieOf(secure))).toMatchObject({ email: form.email });
	});

	test('T03: neither password nor address of the visitor is stored', async () => {
		const { form } = await signedUp();
		const account = await ownerDatabase().account.findFirstOrThrow({
			where: { user: { email: form.email } }
		});
		expect(account.password).not.toContain(password);
		const session = await ownerDatabase().session.findFirstOrThrow({
			where: { user: { email: form.email } }
		});
		expect(session.ipAddress).toBe('');
	});
});
