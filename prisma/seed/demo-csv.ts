import type { Customer } from '../../src/lib/customer/customer.ts';
import { acmeCustomers } from './demo-customers.ts';
import { makeCustomers } from './make-customers.ts';

/** What importing the demo file into the fresh demo company `acme` does. */
export const demoCsvCounts = { create: 10, update: 12, unchanged: 18 };

const header = ['E-mail', 'Customer name', 'Status', 'Comments', 'Credit limit (USD)', 'Phone'];

/** One row that changes, so that the preview shows every kind of change, and every kind of loss. */
interface Example {
	/** Whom it can be shown with; anybody where it is missing. */
	of?: (customer: Customer) => boolean;
	change: Partial<Customer>;
}

const examples: Example[] = [
	...['1250.75', '2000.00', '4500.00', '8000.00', '12000.50'].map((creditLimit) => ({
		change: { creditLimit }
	})),
	{ of: ({ creditLimit }) => creditLimit !== null, change: { creditLimit: null } },
	{ change: { notes: 'Moved to the Thursday tour.' } },
	{ change: { notes: 'Moved to the Friday tour.\nKey under the mat.' } },
	{ of: ({ notes }) => notes !== null, change: { notes: null } },
	{ of: ({ status }) => status === 'ACTIVE', change: { status: 'BLOCKED' } },
	{ of: ({ status }) => status === 'BLOCKED', change: { status: 'ACTIVE' } },
	{ change: { name: 'Café Größenwahn', creditLimit: '999.00' } }
];

/** From all over the list, so that the preview is not one block of each kind. */
function spread(customers: Customer[]): Customer[] {
	return customers.filter((_, index) => index % 23 === 5);
}

/**
 * The file `static/customers-demo.csv`: a customer list as another system would export it, with its own
 * headers, a column that Distribu does not know, and harmless differences in writing.
 */
export function demoCsv(): string {
	const existing = acmeCustomers();
	const known = spread(existing);
	const updates = examples.map(({ of = () => true, change }) => {
		const [customer] = known.splice(known.findIndex(of), 1);
		return { ...(customer as Customer), ...change };
	});
	const unchanged = known.slice(0, demoCsvCounts.unchanged);
	const fresh = makeCustomers(demoCsvCounts.create, 4, new Set(existing.map(({ email }) => email)));
	const customers = [...updates, ...unchanged, ...fresh];
	// 17 has no divisor in common with 40: every row once, the kinds mixed.
	const mixed = customers.map((_, index) => customers[(index * 17) % customers.length] as Customer);
	return `\ufeff${[header.join(','), ...mixed.map(line)].join('\r\n')}\r\n`;
}

function line({ email, name, status, notes, creditLimit }: Customer, index: number): string {
	const cells = [
		index % 9 === 4 ? email.toUpperCase() : email,
		index % 11 === 3 && name !== null ? `  ${name} ` : (name ?? ''),
		status === 'ACTIVE' ? 'active' : 'suspended',
		notes ?? '',
		creditLimit?.replace(/\.00$/, '') ?? '',
		`555 01${String(index).padStart(2, '0')}`
	];
	return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
