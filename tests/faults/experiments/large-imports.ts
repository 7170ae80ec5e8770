import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { ApplyRequest } from '../../../src/lib/import/apply.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { generateCustomers } from '../../support/generate-customers.ts';

/** An import whose preview is computed already, and what it leaves behind. Its id is to be replaced. */
export interface PreparedImport {
	request: ApplyRequest;
	after: readonly Customer[];
}

/** Imports between a few lists of customers, made once and sent many times. */
export interface LargeImports {
	/** The customers that a company starts with. */
	first: readonly Customer[];
	/** Changes each of them. */
	update: PreparedImport;
	/** Changes each of them back. */
	updateBack: PreparedImport;
	/** Changes half of them, and creates as many. */
	mixed: PreparedImport;
	/** The imports that these customers can have; none where they must be replaced first. */
	from(customers: readonly Customer[]): readonly PreparedImport[];
}

/** The same imports in every run, of so many rows each: updates, creates, and half of each. */
export function prepareLargeImports(rows = 5000): LargeImports {
	const first = generateCustomers(rows, 'lean', 1);
	const second = first.map(changed);
	const added = generateCustomers(rows, 'lean', 2).map((customer) => ({
		...customer,
		email: `new-${customer.email}`
	}));
	const update = { ...prepared(second, first), after: second };
	const updateBack = { ...prepared(first, second), after: first };
	const create = prepared(added, first);
	const half = rows / 2;
	const mixed = prepared([...second.slice(0, half), ...added.slice(0, half)], first);
	const imports = new Map<readonly Customer[], PreparedImport[]>([
		[first, [update, create, mixed]],
		[second, [updateBack]]
	]);
	return { first, update, updateBack, mixed, from: (customers) => imports.get(customers) ?? [] };
}

/** Another name, status, note and credit limit. */
function changed(customer: Customer): Customer {
	return {
		email: customer.email,
		name: `${customer.name ?? ''} & Sons`,
		status: customer.status === 'ACTIVE' ? 'BLOCKED' : 'ACTIVE',
		notes: customer.notes === null ? 'Calls first' : null,
		creditLimit: customer.creditLimit === '10.00' ? null : '10.00'
	};
}

function prepared(file: readonly Customer[], before: readonly Customer[]): PreparedImport {
	const after = new Map(before.map((customer) => [customer.email, customer]));
	for (const customer of file) after.set(customer.email, customer);
	return { request: applyRequest(columnsOf(file), before), after: [...after.values()] };
}
