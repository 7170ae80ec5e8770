import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Customer } from '../../src/lib/customer/customer.ts';
import type { BatchOfRun } from '../../src/lib/import/apply.ts';
import { applyRequest, columnsOf } from '../support/apply-request.ts';
import { readCustomers } from './database.ts';
import { type Company, expect } from './fixtures.ts';

/** Imports these customers as the page's person does; answers the import's id. */
export async function importCustomers(
	page: Page,
	company: Company,
	wanted: readonly Customer[],
	options: { fileName?: string; run?: BatchOfRun } = {}
): Promise<string> {
	const { fileName = 'customers.csv', run } = options;
	const request = applyRequest(columnsOf(wanted), await readCustomers(company.id));
	const data = { ...request, file: { ...request.file, name: fileName }, ...(run && { run }) };
	const answer = await page.request.post('/api/trpc/imports.applyPlan', {
		data,
		headers: { Origin: process.env.E2E_ADDRESS ?? '' }
	});
	expect(answer.status()).toBe(200);
	return request.importId;
}

/** Imports these lists as a large file would come, the first one first; answers the run's id. */
export async function importRun(
	page: Page,
	company: Company,
	lists: readonly (readonly Customer[])[],
	fileName = 'large.csv'
): Promise<{ runId: string; importIds: string[] }> {
	const runId = randomUUID();
	const importIds: string[] = [];
	for (const [i, wanted] of lists.entries()) {
		const run = { id: runId, batch: i + 1, batches: lists.length };
		importIds.push(await importCustomers(page, company, wanted, { fileName, run }));
	}
	return { runId, importIds };
}
