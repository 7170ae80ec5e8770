import { expect, test } from 'vitest';
import type { ApplyRequest } from '../../../src/lib/import/apply.ts';
import { type MappingToRemember, maxRemembered } from '../../../src/lib/import/columns/remember-mapping.ts';
import { findRememberedMappings } from '../../../src/lib/server/import/remembered-mappings.ts';
import { load } from '../../../src/routes/dashboard/customers/import/+page.server.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { type TestCompany, callAs, makeCompany, refusalOf } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

function remembering(header: string, signature = 'a'.repeat(64)): MappingToRemember {
	return {
		signature,
		mapping: { email: { header, nth: 0 }, name: { header: 'firstname+lastname', nth: 1 } }
	};
}

function requestFor(email: string, remember?: MappingToRemember, importId?: string): ApplyRequest {
	const request = applyRequest({ email: [email] }, [], importId === undefined ? {} : { importId });
	return remember ? { ...request, remember } : request;
}

describeEachEngine('M9 the mapping of an import', () => {
	test('is remembered for its headers, with the time of the import', async () => {
		const company = await makeCompany();
		const applied = await callAs(company.owner).imports.applyPlan(
			requestFor('a@shop.example', remembering('courriel'))
		);
		expect(await findRememberedMappings(company.id)).toEqual([
			{ ...remembering('courriel'), usedAt: applied.appliedAt }
		]);
	});

	test('takes the place of the last one for the same headers, and stands before those of others', async () => {
		const company = await makeCompany();
		const { imports } = callAs(company.owner);
		await imports.applyPlan(requestFor('a@shop.example', remembering('mail')));
		await imports.applyPlan(requestFor('b@shop.example', remembering('courriel', 'b'.repeat(64))));
		await imports.applyPlan(requestFor('c@shop.example', remembering('correo')));
		expect(await findRememberedMappings(company.id)).toMatchObject([
			remembering('correo'),
			remembering('courriel', 'b'.repeat(64))
		]);
	});

	test('is not remembered of an import that was refused', async () => {
		const deli = customer('deli@shop.example');
		const company = await makeCompany({ customers: [deli] });
		const request = { ...applyRequest(columnsOf([deli]), [deli]), remember: remembering('mail') };
		expect(await refusalOf(callAs(company.owner).imports.applyPlan(request))).toMatchObject({
			appCode: 'NOTHING_TO_CHANGE'
		});
		expect(await findRememberedMappings(company.id)).toEqual([]);
	});

	test('U2: is no business of another company', async () => {
		const [one, other] = [await makeCompany(), await makeCompany()];
		await callAs(one.owner).imports.applyPlan(requestFor('a@shop.example', remembering('mail')));
		await callAs(other.admin).imports.applyPlan(requestFor('a@shop.example', remembering('courriel')));
		expect(await findRememberedMappings(one.id)).toMatchObject([remembering('mail')]);
		expect(await findRememberedMappings(other.id)).toMatchObject([remembering('courriel')]);
	});

	test('A5: is no content of the import: a repeated one answers the same and remembers nothing anew', async () => {
		const company = await makeCompany();
		const { imports } = callAs(company.owner);
		const first = requestFor('a@shop.example', remembering('mail'));
		const applied = await imports.applyPlan(first);
		const again = requestFor('a@shop.example', remembering('courriel'), first.importId);
		expect(await imports.applyPlan(again)).toEqual(applied);
		expect(await imports.applyPlan(requestFor('a@shop.example', undefined, first.importId))).toEqual(applied);
		expect(await findRememberedMappings(company.id)).toMatchObject([remembering('mail')]);
	});

	test('is given to the import page of the company, so that no header leaves the browser to ask for it', async () => {
		const [one, other] = [await makeCompany(), await makeCompany()];
		await callAs(one.owner).imports.applyPlan(requestFor('a@shop.example', remembering('mail')));
		function pageOf({ owner: staff }: TestCompany): unknown {
			return load({ parent: () => Promise.resolve({ staff, mayImport: true }) } as never);
		}
		expect(await pageOf(one)).toMatchObject({ remembered: [remembering('mail')] });
		expect(await pageOf(other)).toMatchObject({ remembered: [] });
	});

	test('need not be remembered', async () => {
		const company = await makeCompany();
		await callAs(company.owner).imports.applyPlan(requestFor('a@shop.example'));
		expect(await findRememberedMappings(company.id)).toEqual([]);
	});

	test('the oldest are forgotten beyond the most that are remembered', async () => {
		const company = await makeCompany();
		await ownerDatabase().rememberedMapping.createMany({
			data: Array.from({ length: maxRemembered }, (_, i) => ({
				companyId: company.id,
				signature: i.toString(16).padStart(64, '0'),
				mapping: {},
				updatedAt: new Date(Date.UTC(2026, 0, 1, 0, i))
			}))
		});
		await callAs(company.owner).imports.applyPlan(requestFor('a@shop.example', remembering('mail')));
		const signatures = (await findRememberedMappings(company.id)).map(({ signature }) => signature);
		expect(signatures).toHaveLength(maxRemembered);
		expect(signatures[0]).toBe('a'.repeat(64));
		expect(await ownerDatabase().rememberedMapping.count({ where: { companyId: company.id } })).toBe(
			maxRemembered
		);
		expect(signatures).not.toContain('0'.repeat(64));
	});

	test.each<[string, unknown]>([
		['text', 'mail'],
		['no signature', { mapping: {} }],
		['an upper-case signature', remembering('mail', 'A'.repeat(64))],
		['a short signature', remembering('mail', 'a'.repeat(63))],
		['another field', { signature: 'a'.repeat(64), mapping: { passwordHash: { header: 'x', nth: 0 } } }],
		['a header that is too long', remembering('m'.repeat(301))],
		['NUL in a header', remembering('a\0b')],
		['half a surrogate pair in a header', remembering('\ud800')],
		['a number for a header', { signature: 'a'.repeat(64), mapping: { email: { header: 1, nth: 0 } } }],
		[
			'a column before the first',
			{ signature: 'a'.repeat(64), mapping: { email: { header: 'x', nth: -1 } } }
		],
		['half a column', { signature: 'a'.repeat(64), mapping: { email: { header: 'x', nth: 0.5 } } }],
		['an extra key', { ...remembering('mail'), companyId: 'x' }]
	])('spec 9: %s is refused with a code, and nothing is written', async (_, remember) => {
		const company = await makeCompany();
		const request = requestFor('a@shop.example', remember as MappingToRemember);
		expect(await refusalOf(callAs(company.owner).imports.applyPlan(request))).toMatchObject({
			status: 400,
			appCode: 'BAD_INPUT'
		});
		expect(await ownerDatabase().customer.count({ where: { companyId: company.id } })).toBe(0);
		expect(await findRememberedMappings(company.id)).toEqual([]);
	});
});
