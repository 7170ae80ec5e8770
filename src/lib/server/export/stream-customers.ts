import type { Customer } from '../../customer/customer.ts';
import { csvHeaderLine, csvLine } from '../../import/csv/write-csv.ts';
import { inCompany } from '../company-scope.ts';

const pageSize = 1000;

// Its status is out before its pages are read: one that cannot be waited for cuts the file off. So it waits
// longer than a page of the dashboard, behind an import on the embedded engine for instance.
const pageLimits = { maxWait: 20_000, timeout: 20_000, statement: 15_000 };

/**
 * The company's customers as a CSV file, in the order of their e-mails, as bytes that are made as fast as
 * the reader takes them and no faster, so that memory does not grow with the list (spec E1, E2).
 *
 * Pages are read apart, each by position after the one before. A customer's address never changes, so each
 * that exists throughout comes exactly once, as it was when its page was read. One snapshot for all would
 * keep a transaction open for as long as the slowest reader likes; the embedded engine runs one transaction
 * at a time, and a person on a bad line would stop everyone.
 */
export function streamCustomers(companyId: string): ReadableStream<Uint8Array<ArrayBuffer>> {
	const encoder = new TextEncoder();
	let after: string | null = null;
	let started = false;
	return new ReadableStream({
		async pull(controller) {
			const customers: Customer[] = await readPage(companyId, after);
			const lines = customers.map(csvLine).join('');
			const text: string = started ? lines : csvHeaderLine() + lines;
			started = true;
			if (text !== '') controller.enqueue(encoder.encode(text));
			after = customers.at(-1)?.email ?? null;
			if (customers.length < pageSize) controller.close();
		}
	});
}

function readPage(companyId: string, after: string | null): Promise<Customer[]> {
	return inCompany(
		companyId,
		(transaction) => transaction.$queryRaw<Customer[]>`
			SELECT "email", "name", "status"::text AS "status", "notes", "creditLimit"::text AS "creditLimit"
			FROM "Customer"
			WHERE "companyId" = ${companyId}::uuid AND "email" > ${after ?? ''}
			ORDER BY "email"
			LIMIT ${pageSize}
		`,
		pageLimits
	);
}
