import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import { ReviewRows } from '../../../src/lib/browser/review-rows.svelte.ts';
import RowsTable from '../../../src/lib/components/import/RowsTable.svelte';
import type { ReviewRow } from '../../../src/lib/import/worker-api.ts';
import { axeViolations } from '../../support/axe-violations.ts';
import { reviewRow } from '../../support/import-pieces.ts';

const mapping = { email: 0, name: 1, status: 2, notes: 3, creditLimit: 4 };

async function show(rows: ReviewRow[], total = rows.length) {
	const view = new ReviewRows(async () => ({ kind: 'ended' }));
	view.rows = rows;
	view.total = total;
	return { view, screen: await render(RowsTable, { view, mapping }) };
}

const update = reviewRow({
	kind: 'update',
	row: 7,
	values: { email: 'a@x.co', name: 'Acme Foods', status: 'ACTIVE', notes: null, creditLimit: null },
	changes: [
		{ field: 'name', from: 'Acme Food', to: 'Acme Foods' },
		{ field: 'status', from: 'BLOCKED', to: 'ACTIVE' },
		{ field: 'notes', from: 'Net 30', to: null },
		{ field: 'creditLimit', from: '1000.00', to: null }
	]
});

test('W2 an update shows old and new as deleted and inserted text, with words for those who cannot see it', async () => {
	const { screen } = await show([update]);
	const deleted = [...screen.container.querySelectorAll('del')].map(({ textContent }) => textContent.trim());
	const inserted = [...screen.container.querySelectorAll('ins')].map(({ textContent }) => textContent.trim());
	expect(deleted).toEqual(['was Acme Food', 'was Blocked', 'was Net 30', 'was 1,000.00']);
	expect(inserted).toEqual(['Acme Foods', 'Active', 'removed', 'removed']);
	await expect.element(screen.getByRole('cell', { name: /was Acme Food\s*now\s*Acme Foods/ })).toBeVisible();
});

test('S3 a removed value is its own thing, and a removed limit says what it means', async () => {
	const { screen } = await show([update]);
	await expect.element(screen.getByText('(no limit)')).toBeVisible();
	expect(screen.container.querySelectorAll('ins.loss')).toHaveLength(3);
});

test('W1 what happens with a row is told by sign, word and color', async () => {
	const { screen } = await show([update]);
	await expect.element(screen.getByText('Update')).toBeVisible();
	await expect.element(screen.getByText('~')).toBeVisible();
});

test('W3 a row with issues shows the cell as written and the problem below it', async () => {
	const { screen } = await show([
		reviewRow({
			kind: 'issue',
			row: 14,
			email: 'acme@',
			values: { email: 'acme@', name: '', status: null, notes: null, creditLimit: '-5' },
			issues: [
				{ row: 14, field: 'email', code: 'EMAIL_INVALID' },
				{ row: 14, field: 'creditLimit', code: 'CREDIT_NEGATIVE' }
			]
		})
	]);
	await expect.element(screen.getByRole('rowheader', { name: /acme@.*Not a valid email/ })).toBeVisible();
	await expect.element(screen.getByRole('cell', { name: /-5.*can't be below 0/ })).toBeVisible();
});

test('text is text: nothing of a cell becomes markup', async () => {
	const name = '<img src=x onerror="alert(1)">';
	const { screen } = await show([reviewRow({ values: { ...update.values, name } })]);
	await expect.element(screen.getByText(name)).toBeVisible();
	expect(screen.container.querySelector('img')).toBeNull();
});

test('a long value is cut, and all of it can be read', async () => {
	const notes = `start ${'x'.repeat(500)} end`;
	const { screen } = await show([reviewRow({ values: { ...update.values, notes } })]);
	await expect.element(screen.getByText(/ end$/)).not.toBeInTheDocument();
	await screen.getByRole('button', { name: 'All of the notes' }).click();
	await expect.element(screen.getByText(notes)).toBeVisible();
});

test('W2 says how many of how many rows are shown, and asks for more', async () => {
	const { view, screen } = await show([update], 412);
	const more = vi.spyOn(view, 'showMore').mockResolvedValue();
	await expect.element(screen.getByText(/Showing the first 1 of 412 rows/)).toBeVisible();
	await screen.getByRole('button', { name: 'Show 50 more' }).click();
	expect(more).toHaveBeenCalledOnce();
});

test('1.4.10 at 320 px rows are cards with labels, and nothing runs off the side', async () => {
	await page.viewport(320, 640);
	const { screen } = await show([update, reviewRow({ row: 9, email: `${'long'.repeat(15)}@example.com` })]);
	await expect.element(screen.getByText('Row 7')).toBeVisible();
	const { scrollWidth, clientWidth } = document.documentElement;
	expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
	expect(await axeViolations(screen.container)).toEqual([]);
	await page.viewport(1024, 768);
});

test('passes axe', async () => {
	const { screen } = await show([update, reviewRow({ row: 3, kind: 'unchanged' })]);
	expect(await axeViolations(screen.container)).toEqual([]);
});
