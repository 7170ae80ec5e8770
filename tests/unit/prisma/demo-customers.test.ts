import { describe, expect, it } from 'vitest';
import { fieldNames } from '../../../src/lib/customer/customer.ts';
import { fieldDefinition } from '../../../src/lib/customer/field-catalogue.ts';
import { plans } from '../../../src/lib/customer/plan-limit.ts';
import { acmeCustomers, bluePlateCustomers } from '../../../prisma/seed/demo-customers.ts';

describe('the customers of the demo', () => {
	it('are about 1,200 at Acme, each with an address of its own', () => {
		const customers = acmeCustomers();
		expect(customers).toHaveLength(1200);
		expect(new Set(customers.map(({ email }) => email)).size).toBe(1200);
	});

	it('are two short of what the Starter plan allows at Blue Plate, three of them shared with Acme (U2)', () => {
		const customers = bluePlateCustomers();
		expect(customers).toHaveLength((plans.STARTER.maxCustomers ?? 0) - 2);
		const acme = new Set(acmeCustomers().map(({ email }) => email));
		expect(customers.slice(0, 3).every(({ email }) => acme.has(email))).toBe(true);
	});

	it('are the same at every run', () => {
		expect(acmeCustomers()).toEqual(acmeCustomers());
	});

	it('are as an import would store them', () => {
		for (const customer of [...acmeCustomers(), ...bluePlateCustomers()]) {
			for (const field of fieldNames) {
				const read = fieldDefinition(field).read(customer[field] ?? '');
				expect(read, `${customer.email}: ${field}`).toEqual({ ok: true, value: customer[field] });
			}
		}
	});

	it('vary: blocked ones, no limit, limit zero, no name, notes over several lines, letters beyond ASCII', () => {
		const customers = acmeCustomers();
		expect(customers.filter(({ status }) => status === 'BLOCKED').length).toBeGreaterThan(30);
		for (const creditLimit of [null, '0.00']) {
			expect(customers.filter((customer) => customer.creditLimit === creditLimit).length).toBeGreaterThan(10);
		}
		expect(customers.some(({ name }) => name === null)).toBe(true);
		expect(customers.some(({ notes }) => notes?.includes('\n'))).toBe(true);
		expect(customers.filter(({ name }) => /[^\x20-\x7e’]/.test(name ?? '')).length).toBeGreaterThan(300);
	});
});
