import type { Customer } from '../../src/lib/customer/customer.ts';
import { makeCustomers } from './make-customers.ts';

/** So many that an import finds customers to update and to leave alone. */
const acmeCount = 1200;

/** Two below the Starter plan's limit, so that a third new customer is too many (spec W6). */
const bluePlateCount = 23;

/** Addresses that are customers of both companies: the same address elsewhere is another customer (spec U2). */
const sharedCount = 3;

/** The customers of the demo company `acme`, the same at every call. */
export function acmeCustomers(): Customer[] {
	return makeCustomers(acmeCount, 1);
}

/** The customers of the demo company `blue-plate`, the same at every call. */
export function bluePlateCustomers(): Customer[] {
	const shared = acmeCustomers()
		.slice(0, sharedCount)
		.map((customer): Customer => ({ ...customer, notes: null, creditLimit: '500.00' }));
	const taken = new Set(shared.map(({ email }) => email));
	return [...shared, ...makeCustomers(bluePlateCount - sharedCount, 2, taken)];
}
