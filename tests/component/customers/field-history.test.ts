import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import FieldHistory from '../../../src/lib/components/customers/FieldHistory.svelte';
import type { PastValue } from '../../../src/lib/import/history.ts';

const since = '2026-05-03T10:00:00.000Z';
const source = { kind: 'import', importId: 'i', fileName: 'may.csv', by: 'Olive', token: null } as const;
const added: PastValue = { value: '100.00', since, source: { kind: 'creation' } };

async function show(values: PastValue[], options: { mayImport?: boolean; isWhole?: boolean } = {}) {
	const { mayImport = true, isWhole = true } = options;
	return render(FieldHistory, {
		field: 'creditLimit',
		value: values[0]?.value ?? null,
		values,
		isWhole,
		mayImport
	});
}

test('8 a field that never changed has its value since the customer was added', async () => {
	const screen = await show([added]);
	await expect.element(screen.getByText('since the customer was added')).toBeVisible();
	await expect.element(screen.getByRole('list')).not.toBeInTheDocument();
});

test('8 what it was before is told with when and by what', async () => {
	const screen = await show([
		{ value: null, since, source: { ...source, kind: 'undo' } },
		{ value: '250.00', since, source },
		{ value: '1.00', since, source: { kind: 'edit' } },
		added
	]);
	await expect.element(screen.getByText(/by undo of import/)).toBeVisible();
	const earlier = screen.getByRole('list', { name: 'Earlier values of credit limit, the last first' });
	const lines = [...earlier.element().querySelectorAll('li')].map(({ textContent }) =>
		textContent.replace(/\s+/g, ' ').trim()
	);
	expect(lines[0]).toMatch(/^250\.00 since .* by import may\.csv \(Olive\)$/);
	expect(lines[1]).toMatch(/^1\.00 since .* changed outside of imports$/);
	expect(lines[2]).toBe('100.00 since the customer was added');
	await expect
		.element(screen.getByRole('link', { name: 'may.csv' }).first())
		.toHaveAttribute('href', '/dashboard/customers/imports/i');
});

test('U1 who may not see imports gets no link to one', async () => {
	const screen = await show([{ value: '250.00', since, source }, added], { mayImport: false });
	await expect.element(screen.getByText('may.csv')).toBeVisible();
	await expect.element(screen.getByRole('link')).not.toBeInTheDocument();
});

test('H2 a value that is no longer known is told from none', async () => {
	const screen = await show([
		{ value: '250.00', since, source },
		{ since, source: { kind: 'creation' } }
	]);
	await expect.element(screen.getByText('No longer known')).toBeVisible();
});

test('8 of many values the last five are shown first, and all at a press', async () => {
	const many = Array.from({ length: 9 }, (_, i): PastValue => ({ value: `${i}.00`, since, source }));
	const screen = await show(many, { isWhole: false });
	await expect.element(screen.getByText('5.00', { exact: true })).toBeVisible();
	await expect.element(screen.getByText('6.00', { exact: true })).not.toBeInTheDocument();
	await screen.getByRole('button', { name: '3 more of credit limit' }).click();
	await expect.element(screen.getByText('8.00', { exact: true })).toBeVisible();
	await page.viewport(320, 640);
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
});
