import type { Customer } from '../../customer/customer.ts';
import { csvHeaderLine, csvLine } from '../../import/csv/write-csv.ts';
import { inCompany } from '../company-scope.ts';

/** A few megabytes at most. */
const pageSize = 5000;

type Bytes = Uint8Array<ArrayBuffer>;

type PageRow = [
	Customer['email'],
	Customer['name'],
	Customer['status'],
	Customer['notes'],
	Customer['creditLimit']
];

// Its status is out before its pages are read: one that cannot be waited for cuts the file off. So it waits
// longer than a page of the dashboard, behind an import on the embedded engine for instance.
const pageLimits = { maxWait: 20_000, timeout: 20_000, statement: 15_000 };

/**
 * The company's customers as a CSV file, in the order of their e-mails, as bytes that are made as fast as
 * the reader takes them and a page ahead, so that memory does not grow with the list (spec E1, E2).
 *
 * Pages are read apart, each by position after the one before. A customer's address never changes, so each
 * that exists throughout comes exactly once, as it was when its page was read. One snapshot for all would
 * keep a transaction open for as long as the slowest reader likes; the embedded engine runs one transaction
 * at a time, and a person on a bad line would stop everyone.
 */
export function streamCustomers(companyId: string): ReadableStream<Bytes> {
	const encoder = new TextEncoder();
	let started = false;
	let next: Promise<Customer[]> | null = null;

	/** The database reads a page while the one before it is written and sent. */
	function readAhead(after: string): Promise<Customer[]> {
		const page = readPage(companyId, after);
		// Where it fails, the pull that waits for it says so; where nobody pulls any more, nobody needs to know.
		page.catch(() => {});
		return page;
	}

	async function pull(controller: ReadableStreamDefaultController<Bytes>): Promise<void> {
		const customers = await (next ?? readPage(companyId, ''));
		const last = customers.length < pageSize ? undefined : customers.at(-1);
		next = last === undefined ? null : readAhead(last.email);
		const lines = customers.map(csvLine).join('');
		const text = started ? lines : csvHeaderLine() + lines;
		started = true;
		if (text !== '') controller.enqueue(encoder.encode(text));
		if (last === undefined) controller.close();
	}

	// Without a queue of its own: the page that is read ahead is the only one that waits.
	return new ReadableStream({ pull }, { highWaterMark: 0 });
}

/**
 * The customers whose addresses come next. They arrive as one value, JSON that the database writes: thousands of rows of
 * five values each would pass through driver, adapter and client one by one, which took most of an export's time.
 */
async function readPage(companyId: string, after: string): Promise<Customer[]> {
	const [page] = await inCompany(
		companyId,
		(transaction) => transaction.$queryRaw<{ rows: string }[]>`
			SELECT
				coalesce(
					json_agg(json_build_array(c."email", c."name", c."status", c."notes", c."creditLimit"::text)), '[]'
				)::text AS "rows"
			FROM (
				SELECT * FROM "Customer"
				WHERE "companyId" = ${companyId}::uuid AND "email" > ${after}
				ORDER BY "email"
				LIMIT ${pageSize}
			) AS c
		`,
		pageLimits
	);
	return (JSON.parse(page?.rows ?? '[]') as PageRow[]).map(([email, name, status, notes, creditLimit]) => ({
		email,
		name,
		status,
		notes,
		creditLimit
	}));
}
