import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import IssueList from '../../../src/lib/components/import/IssueList.svelte';
import type { ListedIssue } from '../../../src/lib/import/worker-api.ts';
import { axeViolations } from '../../support/axe-violations.ts';
import { reviewSummary } from '../../support/import-pieces.ts';

function invalid(row: number): ListedIssue {
	return { issue: { row, field: 'email', code: 'EMAIL_INVALID' }, value: `broken ${row}` };
}

const summary = reviewSummary({
	counts: { create: 1, update: 0, unchanged: 0, issue: 124 },
	issueCount: 125,
	issueGroups: [
		{ code: 'EMAIL_INVALID', count: 123, issues: [invalid(14), invalid(80)] },
		{
			code: 'EMAIL_DUPLICATE',
			count: 2,
			issues: [22, 97].map((row) => ({
				issue: { row, field: 'email', code: 'EMAIL_DUPLICATE', otherRow: 119 - row, copies: 2 },
				value: 'blue@example.com'
			}))
		}
	]
});

async function show() {
	const more = vi.fn(async () => [invalid(90), invalid(91)]);
	const handlers = { more, onjump: vi.fn(), onreplace: vi.fn(), ondownload: vi.fn() };
	return { ...handlers, screen: await render(IssueList, { summary, ...handlers }) };
}

test('W3 issues are grouped by problem, with how many there are', async () => {
	const { screen } = await show();
	await expect.element(screen.getByRole('heading', { name: '125 issues in 124 rows' })).toBeVisible();
	await expect.element(screen.getByRole('heading', { name: /^Not a valid email.*\(123\)/ })).toBeVisible();
	await expect.element(screen.getByRole('heading', { name: 'Same email more than once (2)' })).toBeVisible();
});

test('W3 each has its row, its cell and what is wrong', async () => {
	const { screen } = await show();
	await expect.element(screen.getByRole('button', { name: 'Row 14 “broken 14”' })).toBeVisible();
	await expect.element(screen.getByText('The same email is also on row 97. Keep one.')).toBeVisible();
});

test('W3 a press asks for the row', async () => {
	const { screen, onjump } = await show();
	await screen.getByRole('button', { name: /^Row 97/ }).click();
	expect(onjump).toHaveBeenCalledWith(97);
});

test('W3 every issue can be reached', async () => {
	const { screen, more } = await show();
	await screen.getByRole('button', { name: 'Show 100 more of 121' }).click();
	expect(more).toHaveBeenCalledWith('EMAIL_INVALID', 2);
	await expect.element(screen.getByRole('button', { name: /^Row 91/ })).toBeVisible();
	await expect.element(screen.getByRole('button', { name: 'Show 100 more of 119' })).toBeVisible();
});

test('passes axe', async () => {
	const { screen } = await show();
	expect(await axeViolations(screen.container)).toEqual([]);
});
