import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { maxLiveTokens, tokenScopes } from '../../../src/lib/import/api-token.ts';
import { hashOfToken } from '../../../src/lib/server/auth/hashed-tokens.ts';
import type { StaffMember } from '../../../src/lib/server/auth/staff-member.ts';
import { findTokens } from '../../../src/lib/server/tokens/find-tokens.ts';
import { type TokenForm, type TokenProblem, makeToken } from '../../../src/lib/server/tokens/make-token.ts';
import { revokeToken } from '../../../src/lib/server/tokens/revoke-token.ts';
import { callAs, makeCompany } from '../../support/companies.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { makeTestToken } from '../../support/tokens.ts';

const dayMs = 24 * 60 * 60 * 1000;

const good: TokenForm = { name: 'nightly sync', scopes: ['imports:apply', 'customers:read'], lifetime: '90' };

async function problemsOf(staff: StaffMember, form: Partial<TokenForm>): Promise<TokenProblem['code'][]> {
	const made = await makeToken(staff, { ...good, ...form });
	return made.kind === 'refused' ? made.problems.map(({ code }) => code) : [];
}

describeEachEngine('tokens in the settings (issue 7)', () => {
	it('stores the hash of a token that is told once, and what it is for', async () => {
		const { owner, id: companyId } = await makeCompany();
		const now = new Date('2026-11-01T10:00:00.000Z');
		const made = await makeToken(owner, { ...good, name: '  nightly sync ' }, now);
		if (made.kind !== 'made') throw new Error('No token was made.');
		expect(made.name).toBe('nightly sync');
		expect(made.text).toMatch(/^distribu_[\w-]{43}$/);
		const stored = await ownerDatabase().apiToken.findUniqueOrThrow({ where: { id: made.id } });
		expect(stored).toEqual({
			id: made.id,
			companyId,
			userId: owner.userId,
			name: 'nightly sync',
			scopes: ['customers:read', 'imports:apply'],
			tokenHash: hashOfToken(made.text),
			hint: made.text.slice(-4),
			createdAt: now,
			expiresAt: new Date('2027-01-30T10:00:00.000Z'),
			revokedAt: null,
			lastUsedAt: null
		});
		expect(JSON.stringify(stored)).not.toContain(made.text);
	});

	it('makes none that is like another', async () => {
		const { owner } = await makeCompany();
		const texts = await Promise.all(Array.from({ length: 5 }, () => makeTestToken(owner)));
		expect(new Set(texts.map(({ text }) => text)).size).toBe(5);
	});

	it('says everything that is wrong with the form, and makes nothing of it', async () => {
		const { owner, id } = await makeCompany();
		expect(await problemsOf(owner, { name: ' ', scopes: [], lifetime: '' })).toEqual([
			'NAME_MISSING',
			'SCOPES_MISSING',
			'LIFETIME_MISSING'
		]);
		expect(await problemsOf(owner, { name: '🎈'.repeat(101) })).toEqual(['NAME_TOO_LONG']);
		for (const name of ['a\0b', 'half \ud83c']) {
			expect(await problemsOf(owner, { name })).toEqual(['NAME_INVALID']);
		}
		for (const scopes of [['everything'], ['customers:write', 'constructor']]) {
			expect(await problemsOf(owner, { scopes })).toEqual(['SCOPES_MISSING']);
		}
		for (const lifetime of ['0', '31', '-30', '30.5', '3650', 'never', '__proto__']) {
			expect(await problemsOf(owner, { lifetime })).toEqual(['LIFETIME_MISSING']);
		}
		expect(await findTokens(id)).toEqual([]);
		expect(await ownerDatabase().auditEntry.count({ where: { companyId: id } })).toBe(0);
		expect(await problemsOf(owner, { name: '🎈'.repeat(100) })).toEqual([]);
	});

	it('lets a company have so many at a time, also where several are made at once', async () => {
		const { owner, admin, id } = await makeCompany();
		const old = new Date(Date.now() - 400 * dayMs);
		await makeTestToken(owner, { now: old });
		const revoked = await makeTestToken(owner);
		await revokeToken(owner, revoked.id);
		const tries = await Promise.all(
			Array.from({ length: maxLiveTokens + 3 }, (_, i) => makeToken(i % 2 === 0 ? owner : admin, good))
		);
		expect(tries.filter(({ kind }) => kind === 'made')).toHaveLength(maxLiveTokens);
		expect(await problemsOf(admin, {})).toEqual(['TOO_MANY_TOKENS']);
		const [first] = (await findTokens(id)).filter(({ state }) => state === 'live');
		await revokeToken(admin, first?.id ?? '');
		expect(await problemsOf(admin, {})).toEqual([]);
	});

	it('D1: making and revoking are one audit entry each, which tell no secret', async () => {
		const { owner, admin } = await makeCompany();
		const { id, text } = await makeTestToken(owner, { scopes: ['audit:read'] });
		expect(await revokeToken(admin, id)).toEqual({ kind: 'revoked', name: 'nightly sync' });
		expect(await revokeToken(admin, id)).toEqual({ kind: 'not-found' });
		const { entries } = await callAs(owner).audit.list({ cursor: null });
		const { expiresAt } = await ownerDatabase().apiToken.findUniqueOrThrow({ where: { id } });
		const metadata = { name: 'nightly sync', scopes: ['audit:read'], expiresAt: expiresAt.toISOString() };
		expect(entries).toMatchObject([
			{ action: 'API_TOKEN_REVOKED', userName: 'Test ADMIN', token: null, importId: null, metadata },
			{ action: 'API_TOKEN_CREATED', userName: 'Test OWNER', token: null, importId: null, metadata }
		]);
		expect(entries).toHaveLength(2);
		expect(Object.keys(entries[0]?.metadata ?? {}).sort()).toEqual(['expiresAt', 'name', 'scopes']);
		expect(JSON.stringify(entries)).not.toContain(hashOfToken(text));
	});

	it("U2: revokes no other company's, nor one that never was", async () => {
		const { owner } = await makeCompany();
		const { id } = await makeTestToken((await makeCompany()).owner);
		expect(await revokeToken(owner, id)).toEqual({ kind: 'not-found' });
		expect(await revokeToken(owner, randomUUID())).toEqual({ kind: 'not-found' });
		const { revokedAt } = await ownerDatabase().apiToken.findUniqueOrThrow({ where: { id } });
		expect(revokedAt).toBeNull();
	});

	it('lists those that can be used first, each with what it is good for now', async () => {
		const { owner, admin, member, id } = await makeCompany();
		const now = new Date();
		function daysAgo(days: number): Date {
			return new Date(now.getTime() - days * dayMs);
		}
		await makeTestToken(owner, { name: 'older', now: daysAgo(3) });
		await makeTestToken(admin, { name: 'demoted', now: daysAgo(2) });
		await makeTestToken(owner, { name: 'expired', now: daysAgo(31) });
		await makeTestToken(owner, { name: 'expires now', now: daysAgo(30) });
		await makeTestToken(owner, { name: 'newer', now: daysAgo(1), scopes: tokenScopes });
		const gone = await makeTestToken(owner, { name: 'revoked', now });
		await revokeToken(owner, gone.id);
		await ownerDatabase().user.update({ where: { id: admin.userId }, data: { role: 'MEMBER' } });
		const listed = await findTokens(id, now);
		expect(listed.map(({ name, state, by }) => [name, state, by])).toEqual([
			['newer', 'live', owner.name],
			['demoted', 'suspended', admin.name],
			['older', 'live', owner.name],
			['revoked', 'revoked', owner.name],
			['expires now', 'expired', owner.name],
			['expired', 'expired', owner.name]
		]);
		expect(listed[0]).toMatchObject({ scopes: tokenScopes, lastUsedAt: null });
		expect(listed[3]?.hint).toBe(gone.text.slice(-4));
		expect(JSON.stringify(listed)).not.toContain('tokenHash');
		expect(await findTokens(member.company.id, now)).toEqual(listed);
		expect(await findTokens((await makeCompany()).id)).toEqual([]);
	});
});
