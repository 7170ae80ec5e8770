import type { Customer } from '../../customer/customer.ts';
import type { ExistingCustomers } from '../plan.ts';

/** Customers that are in memory as objects, by address. */
export function listedCustomers(customers: ReadonlyMap<string, Customer>): ExistingCustomers {
	const emails = [...customers.keys()];
	const list = [...customers.values()];
	function customer(number: number): Customer {
		const found = list[number];
		if (found === undefined) throw new RangeError(`There is no customer ${number}.`);
		return found;
	}
	return {
		count: list.length,
		email: (number) => emails[number] ?? '',
		customer,
		value: (field, number) => customer(number)[field],
		bytes: null
	};
}
