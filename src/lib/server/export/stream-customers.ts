import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Customer } from '../../customer/customer.ts';
import { csvHeaderLine, csvLine } from '../../import/csv/write-csv.ts';
import { readExportPage } from './read-export-page.ts';

/** A few megabytes at most. */
const pageSize = 10_000;

/** Written in less than a millisecond. */
const linesAtOnce = 1000;

type Bytes = Uint8Array<ArrayBuffer>;

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
	const texts = csvTexts(companyId);
	return new ReadableStream(
		{
			async pull(controller) {
				const { done, value } = await texts.next();
				if (done) controller.close();
				else controller.enqueue(encoder.encode(value));
			},
			async cancel() {
				await texts.return();
			}
		},
		// Without a queue of its own: the page that is read ahead is the only one that waits.
		{ highWaterMark: 0 }
	);
}

async function* csvTexts(companyId: string): AsyncGenerator<string, void, void> {
	yield csvHeaderLine();
	let next: Promise<Customer[]> | null = readExportPage(companyId, '', pageSize);
	while (next !== null) {
		const customers: Customer[] = await next;
		const last = customers.length < pageSize ? undefined : customers.at(-1);
		next = last === undefined ? null : readAhead(companyId, last.email);
		for (let at = 0; at < customers.length; at += linesAtOnce) {
			let lines = '';
			for (const customer of customers.slice(at, at + linesAtOnce)) lines += csvLine(customer);
			yield lines;
			// The database asks and answers a few times for a page: without this the next one would not begin.
			await nextTurn();
		}
	}
}

/** The database reads a page while the one before it is written and sent. */
function readAhead(companyId: string, after: string): Promise<Customer[]> {
	const page = readExportPage(companyId, after, pageSize);
	// Where it fails, the pull that waits for it says so; where nobody pulls any more, nobody needs to know.
	page.catch(() => {});
	return page;
}
