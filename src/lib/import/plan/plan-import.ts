import type { Customer } from '../../customer/customer.ts';
import { addressesOf } from '../check/address-index.ts';
import { listedCustomers } from './listed-customers.ts';
import type { CheckedRows, ExistingCustomers, ImportPlan, PlanOptions } from '../plan.ts';
import { planRows } from './plan-rows.ts';

/**
 * Plans an import: what happens with each row, and the sums (spec S1-S5, V6, W1). The browser previews
 * with this function and the server applies with it, so what is shown is what is written.
 *
 * @param rows checked rows; their e-mail column must be mapped
 * @param existing the company's customers that have an address of the rows; others do no harm
 * @throws Error when no e-mail column is mapped
 */
export function planImport(
	rows: CheckedRows,
	existing: ReadonlyMap<string, Customer> | ExistingCustomers,
	options: PlanOptions
): ImportPlan {
	const { email } = rows.columns;
	if (email === undefined) throw new Error('Rows can be planned only with an email column.');
	const inputs = { rows, addresses: addressesOf(email), existing: asExisting(existing), options, left: null };
	return planRows(inputs, null).plan;
}

/** Customers by address, or as they are. */
export function asExisting(existing: ReadonlyMap<string, Customer> | ExistingCustomers): ExistingCustomers {
	return existing instanceof Map ? listedCustomers(existing) : (existing as ExistingCustomers);
}
