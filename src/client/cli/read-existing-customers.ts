import type { Customer } from '../../lib/customer/customer.ts';
import { readCreditLimit } from '../../lib/customer/credit-limit.ts';
import { readEmail } from '../../lib/customer/email.ts';
import { meaningOfStatus } from '../../lib/customer/status.ts';
import { checkFileRows } from '../../lib/import/check/check-rows.ts';
import { clearEmptyCells } from '../../lib/import/mapping.ts';
import { proposeMapping } from '../../lib/import/columns/match-headers.ts';
import { planImport } from '../../lib/import/plan/plan-import.ts';
import { readFile } from '../../lib/import/read-file.ts';
import { UsageError } from './usage.ts';

/**
 * Reads the customers to compare with: a JSON array of `{ email, name, status, notes, creditLimit }`, or a
 * CSV file such as the export writes, or a workbook. A list of existing customers may be longer than an import.
 *
 * @throws UsageError with a sentence for the person when it is neither
 */
export async function readExistingCustomers(
	name: string,
	bytes: Uint8Array<ArrayBuffer>
): Promise<Customer[]> {
	return /\.json$/i.test(name) ? fromJson(bytes) : fromFile(bytes);
}

async function fromFile(bytes: Uint8Array<ArrayBuffer>): Promise<Customer[]> {
	const result = await readFile(bytes, {}, { maxBytes: Infinity, maxRows: Infinity });
	if (result.kind === 'unreadable' && result.problem.code === 'FILE_NO_ROWS') return [];
	if (result.kind === 'unreadable')
		throw new UsageError('The list to compare with cannot be read as CSV or as a workbook.');
	const { mapping } = proposeMapping(result.table);
	if (mapping.email === null) throw new UsageError('The list to compare with has no email column.');
	const rows = checkFileRows(result.table, mapping);
	const { outcomes, issues } = planImport(rows, new Map(), { emptyCells: clearEmptyCells });
	if (issues[0])
		throw new UsageError(
			`The list to compare with has an issue on row ${issues[0].row} (${issues[0].code}).`
		);
	return outcomes.flatMap((outcome) => (outcome.kind === 'create' ? [outcome.customer] : []));
}

function fromJson(bytes: Uint8Array): Customer[] {
	let list: unknown;
	try {
		list = JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		throw new UsageError('The list to compare with is not valid JSON.');
	}
	if (!Array.isArray(list)) throw new UsageError('The list to compare with must be a JSON array.');
	return list.map((entry: unknown, i) => {
		const customer = toCustomer(entry);
		if (customer === undefined)
			throw new UsageError(`Customer ${i + 1} of the list to compare with is not valid.`);
		return customer;
	});
}

function toCustomer(entry: unknown): Customer | undefined {
	if (typeof entry !== 'object' || entry === null) return undefined;
	const {
		email,
		name = null,
		status = 'ACTIVE',
		notes = null,
		creditLimit = null
	} = entry as Record<string, unknown>;
	const address = typeof email === 'string' ? readEmail(email) : undefined;
	// A number in JSON is written back exactly as it stood for every credit limit that can be stored.
	const amount = typeof creditLimit === 'number' ? String(creditLimit) : creditLimit;
	if (!isTextOrNull(amount)) return undefined;
	const limit = readCreditLimit(amount ?? '');
	if (!address?.ok || address.value === null || !limit.ok) return undefined;
	const meaning = typeof status === 'string' ? meaningOfStatus(status) : undefined;
	if (meaning === undefined || !isTextOrNull(name) || !isTextOrNull(notes)) return undefined;
	return {
		email: address.value,
		name: name || null,
		status: meaning,
		notes: notes || null,
		creditLimit: limit.value
	};
}

function isTextOrNull(value: unknown): value is string | null {
	return value === null || typeof value === 'string';
}
