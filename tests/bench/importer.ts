import type { Customer } from '../../src/lib/customer/customer.ts';
import type { ApplyRequest } from '../../src/lib/import/apply.ts';
import { type FaultCompany, makeFaultCompany } from '../faults/harness/company.ts';
import type { StaffClient } from '../faults/harness/staff-client.ts';
import { applyRequest, columnsOf } from '../support/apply-request.ts';
import { generateCustomers, type RowSize } from '../support/generate-customers.ts';

/** A company that imports its file again and again, each time with other names. */
export interface Importer {
	company: FaultCompany;
	/** Made before the clock starts; each is the change from the last one. */
	requests: ApplyRequest[];
}

/** Companies with customers of their own, each with so many imports of all of them to come. */
export async function makeImporters(
	databaseUrl: string,
	{ companies, rows, size, imports }: { companies: number; rows: number; size: RowSize; imports: number }
): Promise<Importer[]> {
	const importers: Importer[] = [];
	for (let i = 0; i < companies; i++) {
		const customers = generateCustomers(rows, size, i + 1);
		const company = await makeFaultCompany(databaseUrl, customers);
		importers.push({ company, requests: changesOf(customers, imports) });
	}
	return importers;
}

/** @throws Error where the server says anything but that it is written */
export async function importNext(client: StaffClient | undefined, { requests }: Importer): Promise<void> {
	const request = requests.shift();
	const answer = request && (await client?.apply(request));
	if (answer?.kind !== 'answer') throw new Error(JSON.stringify(answer ?? 'There is no such import.'));
}

function changesOf(customers: readonly Customer[], count: number): ApplyRequest[] {
	let before = customers;
	return Array.from({ length: count }, (_, i) => {
		const after = customers.map((customer) => ({ ...customer, name: `Name ${i}` }));
		const request = applyRequest(columnsOf(after), before);
		before = after;
		return request;
	});
}
