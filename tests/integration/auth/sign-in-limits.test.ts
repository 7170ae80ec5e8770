import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { signIn, signUpCompany } from '../../../src/lib/server/auth/staff.ts';
import { limits } from '../../../src/lib/server/rate-limit/limits.ts';
import { takeAttempt } from '../../../src/lib/server/rate-limit/take-attempt.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { type TestEvent, requestEvent } from '../../support/request-event.ts';

const password = 'correct horse battery';

/** An address that no other test has. */
function newAddress(): string {
	return `test-${randomUUID()}`;
}

function visit(options: { from?: string; cookie?: string } = {}): TestEvent {
	const headers = { cookie: options.cookie ?? '' };
	const request = new Request('http://localhost:3000/login', { method: 'POST', headers });
	return requestEvent(request, { clientAddress: options.from ?? newAddress() });
}

function cookieOf({ cookies }: TestEvent): string {
	return [...cookies].map(([name, { value }]) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

/** A new company's owner, with the cookies of the browser that signed up. */
async function signedUp(): Promise<{ email: string; cookie: string }> {
	const slug = `shop-${randomUUID().slice(0, 18)}`;
	const email = `ann@${slug}.example`;
	const first = visit();
	const form = { companyName: 'Acme Wholesale', slug, name: 'Ann Owner', email, password };
	expect(await signUpCompany(first.event, form)).toEqual({ kind: 'signed-in' });
	return { email, cookie: cookieOf(first) };
}

/** What a guess is answered with: `refused`, or `wait`. */
async function guess(email: string, options: Parameters<typeof visit>[0]): Promise<string> {
	return (await signIn(visit(options).event, { email, password: 'a wrong guess' })).kind;
}

async function right(email: string, options: Parameters<typeof visit>[0]): Promise<string> {
	return (await signIn(visit(options).event, { email, password })).kind;
}

/** As many attempts as a limit allows, without the slow hash that each guess costs. */
async function useUp(kind: 'signInAccount' | 'signInAddress', ...keys: string[]): Promise<void> {
	for (let i = 0; i < limits[kind].points; i++) await takeAttempt(kind, ...keys);
}

describeEachEngine('guessing passwords', () => {
	test('T22: one address guesses at one account ten times an hour, and the right password then waits too', async () => {
		const { email } = await signedUp();
		const from = newAddress();
		for (let i = 0; i < limits.signInAccountAddress.points; i++) {
			expect(await guess(email, { from })).toBe('refused');
		}
		expect(await guess(email, { from })).toBe('wait');
		expect(await right(email, { from })).toBe('wait');
		expect(await right(email.toUpperCase(), { from })).toBe('wait');
		expect(await right(email, {})).toBe('signed-in');
	});

	test('T21, T22: an account that does not exist is slowed down in the same way', async () => {
		const from = newAddress();
		for (let i = 0; i < limits.signInAccountAddress.points; i++) {
			expect(await guess('nobody@shop.example', { from })).toBe('refused');
		}
		expect(await guess('nobody@shop.example', { from })).toBe('wait');
	});

	test('T22: one address tries many accounts a hundred times, and then waits for all of them', async () => {
		const { email } = await signedUp();
		const from = newAddress();
		await useUp('signInAddress', from);
		expect(await right(email, { from })).toBe('wait');
		expect(await right(email, {})).toBe('signed-in');
	});

	test('T22: a hundred failures in a row from anywhere are the most that one account takes', async () => {
		const { email } = await signedUp();
		await useUp('signInAccount', `staff:${email}`);
		expect(await guess(email, {})).toBe('wait');
	});

	test('T22: that is no weapon: a browser that signed in before gets in, and so opens the account to others', async () => {
		const { email, cookie } = await signedUp();
		await useUp('signInAccount', `staff:${email}`);
		expect(await right(email, {})).toBe('wait');
		expect(await right(email, { cookie })).toBe('signed-in');
		expect(await right(email, {})).toBe('signed-in');
	});

	test('T22: a known browser has tries of its own, and no more of them than it should', async () => {
		const { email, cookie } = await signedUp();
		await useUp('signInAccount', `staff:${email}`);
		for (let i = 0; i < limits.signInKnownBrowser.points; i++) {
			expect(await guess(email, { cookie })).toBe('refused');
		}
		expect(await guess(email, { cookie })).toBe('wait');
	});

	test('T22: the name of a known browser is good for its own account only, and cannot be made up', async () => {
		const { email } = await signedUp();
		const other = await signedUp();
		await useUp('signInAccount', `staff:${email}`);
		expect(await right(email, { cookie: other.cookie })).toBe('wait');
		expect(await right(email, { cookie: 'distribu-known-browser=abc.def' })).toBe('wait');
		expect(await right(email, { cookie: 'distribu-known-browser=.' })).toBe('wait');
	});

	test('T22: who signs in often is not slowed down', async () => {
		const { email } = await signedUp();
		const from = newAddress();
		for (let i = 0; i < limits.signInAccountAddress.points + 5; i++) {
			expect(await right(email, { from })).toBe('signed-in');
		}
	});

	test('T22: one address makes so many companies an hour', async () => {
		const from = newAddress();
		for (let i = 0; i < limits.signUp.points; i++) await takeAttempt('signUp', from);
		const slug = `shop-${randomUUID().slice(0, 18)}`;
		const form = { companyName: 'Acme', slug, name: 'Ann', email: `ann@${slug}.example`, password };
		expect((await signUpCompany(visit({ from }).event, form)).kind).toBe('wait');
		expect((await signUpCompany(visit().event, form)).kind).toBe('signed-in');
	});
});
