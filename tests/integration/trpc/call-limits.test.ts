import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { StaffMember } from '../../../src/lib/server/auth/staff-member.ts';
import { exportCustomers } from '../../../src/lib/server/export/export-customers.ts';
import { type LimitName, limits } from '../../../src/lib/server/rate-limit/limits.ts';
import { takeAttempt } from '../../../src/lib/server/rate-limit/take-attempt.ts';
import { appRouter } from '../../../src/lib/server/trpc/app-router.ts';
import { callLimits } from '../../../src/lib/server/trpc/call-limits.ts';
import { handleTrpc } from '../../../src/lib/server/trpc/handle-trpc.ts';
import { makeCompany } from '../../support/companies.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { requestEvent } from '../../support/request-event.ts';

const address = 'http://localhost:3000/api/trpc';

function ask(staff: StaffMember | null, procedure: string, body = '{}'): Response | Promise<Response> {
	const headers = { 'content-type': 'application/json' };
	const request = new Request(`${address}/${procedure}`, { method: 'POST', body, headers });
	return handleTrpc(requestEvent(request, { staff }).event);
}

async function useUp(limit: LimitName, key: string): Promise<void> {
	const { points } = limits[limit];
	for (let taken = 0; taken < points; taken += 50) {
		await Promise.all(Array.from({ length: Math.min(50, points - taken) }, () => takeAttempt(limit, key)));
	}
}

test('T10, T28: every procedure of the router has limits', () => {
	expect(Object.keys(callLimits).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

describeEachEngine('many calls', () => {
	test('T10, T28: a person who calls too often gets 429 with the time to wait; the others do not', async () => {
		const company = await makeCompany();
		await useUp('applyByUser', company.owner.userId);
		const refused = await ask(company.owner, 'imports.applyPlan');
		expect(refused.status).toBe(429);
		const seconds = Number(refused.headers.get('retry-after'));
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(limits.applyByUser.seconds);
		const { error } = (await refused.json()) as { error: { data: Record<string, unknown> } };
		expect(error.data).toEqual({
			code: 'TOO_MANY_REQUESTS',
			httpStatus: 429,
			appCode: 'TOO_MANY_REQUESTS',
			problem: null,
			reference: null
		});
		expect((await ask(company.admin, 'imports.applyPlan')).status).toBe(400);
		expect((await ask(company.owner, 'imports.find')).status).toBe(400);
	});

	test('T28: a company that calls too often waits, and no other company does', async () => {
		const company = await makeCompany();
		await useUp('applyByCompany', company.id);
		for (const staff of [company.owner, company.admin, company.member]) {
			expect((await ask(staff, 'imports.applyPlan')).status).toBe(429);
		}
		expect((await ask((await makeCompany()).owner, 'imports.applyPlan')).status).toBe(400);
	});

	test('T10: a refused call is refused before its body is read', async () => {
		const company = await makeCompany();
		await useUp('applyByUser', company.owner.userId);
		for (const staff of [company.owner, null]) {
			let isRead = false;
			const body = new ReadableStream({ pull: () => void (isRead = true) }, { highWaterMark: 0 });
			const init: RequestInit & { duplex: 'half' } = {
				method: 'POST',
				body,
				duplex: 'half',
				headers: { 'content-type': 'application/json' }
			};
			const request = new Request(`${address}/imports.applyPlan`, init);
			const response = await handleTrpc(requestEvent(request, { staff }).event);
			expect(response.status).toBe(staff === null ? 401 : 429);
			expect(isRead).toBe(false);
		}
	});

	test('T28: exports of a company are counted', async () => {
		const company = await makeCompany();
		await useUp('exportByCompany', company.id);
		const request = new Request('http://localhost:3000/dashboard/customers/export');
		const refused = await exportCustomers(requestEvent(request, { staff: company.owner }).event);
		expect(refused.status).toBe(429);
		expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
		expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
	});

	test('T28: what is not counted is not refused: a procedure that does not exist', async () => {
		const company = await makeCompany();
		expect((await ask(company.owner, `imports.${randomUUID()}`)).status).toBe(404);
	});
});
