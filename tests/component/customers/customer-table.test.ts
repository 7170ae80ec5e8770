import { page } from 'vitest/browser';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import CustomerTable from '../../../src/lib/components/customers/CustomerTable.svelte';
import type { ListQuery } from '../../../src/lib/customer/list-query.ts';
import { axeViolations } from '../../support/axe-violations.ts';

const now = new Date('2026-11-22T15:00:00Z');
const list: ListQuery = { query: 'deli', status: null, sort: 'email', direction: 'asc', cursor: 'abc' };
const customers = [
	{
		id: '1',
		email: 'orders@corner-deli.example',
		name: 'Corner Deli',
		status: 'ACTIVE' as const,
		notes: 'Rings twice. '.repeat(40),
		creditLimit: '1500.00',
		updatedAt: new Date('2026-11-20T14:03:00Z')
	},
	{
		id: '2',
		email: `${'a'.repeat(64)}@${'long-domain.'.repeat(8)}example`,
		name: null,
		status: 'BLOCKED' as const,
		notes: null,
		creditLimit: null,
		updatedAt: now
	}
];

test('shows each customer as people read it', async () => {
	const screen = await render(CustomerTable, { customers, list, now, busy: false });
	const row = screen.getByRole('row', { name: /corner-deli/ });
	await expect.element(row).toHaveTextContent('1,500.00');
	await expect.element(row).toHaveTextContent('2 days ago');
	const other = screen.getByRole('row', { name: /aaaa/ });
	await expect.element(other).toHaveTextContent('Blocked');
	await expect.element(other).toHaveTextContent('No limit');
	await expect.element(other).toHaveTextContent('just now');
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('says which column it is sorted by, and turns the order round from the first page on', async () => {
	const screen = await render(CustomerTable, { customers, list, now, busy: false });
	await expect
		.element(screen.getByRole('columnheader', { name: 'Email' }))
		.toHaveAttribute('aria-sort', 'ascending');
	await expect.element(screen.getByRole('columnheader', { name: 'Name' })).not.toHaveAttribute('aria-sort');
	await expect
		.element(screen.getByRole('link', { name: 'Email' }))
		.toHaveAttribute('href', '/dashboard/customers?q=deli&sort=-email');
	await expect
		.element(screen.getByRole('link', { name: 'Updated' }))
		.toHaveAttribute('href', '/dashboard/customers?q=deli&sort=-updatedAt');
});

test.each([320, 768])(
	'nothing is wider than a screen of %i px, long addresses and notes included',
	async (width) => {
		await page.viewport(width, 800);
		const screen = await render(CustomerTable, { customers, list, now, busy: false });
		await expect.element(screen.getByText('Corner Deli')).toBeVisible();
		expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
		expect(await axeViolations(screen.container)).toEqual([]);
	}
);
