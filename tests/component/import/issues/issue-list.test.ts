import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import IssueList from '../../../../src/lib/components/import/issues/IssueList.svelte';
import type { FoundIssue, ListedIssue } from '../../../../src/lib/import/worker-api.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { reviewSummary } from '../../../support/import-pieces.ts';

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

async function show(current: FoundIssue | null = null, letters = true) {
	const more = vi.fn(async () => [invalid(90), invalid(91)]);
	const handlers = {
		more,
		onjump: vi.fn(),
		onwalk: vi.fn(),
		onsetaside: vi.fn(),
		onreplace: vi.fn(),
		ondownload: vi.fn()
	};
	return { ...handlers, screen: await render(IssueList, { summary, current, letters, ...handlers }) };
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
	expect(onjump).toHaveBeenCalledWith(expect.objectContaining({ row: 97, field: 'email' }));
});

test('W3 the issues are walked, and the list shows which one is current', async () => {
	const { issue } = invalid(80);
	const { screen, onwalk } = await show({
		row: 80,
		field: 'email',
		issue,
		number: 3,
		of: 125,
		wrapped: false
	});
	await expect.element(screen.getByText('3 of 125')).toBeVisible();
	const current = screen.container.querySelectorAll('[aria-current="true"]');
	expect([...current].map(({ textContent }) => textContent.trim())).toEqual(['Row 80“broken 80”']);
	await screen.getByRole('button', { name: 'Next' }).click();
	await screen.getByRole('button', { name: 'Previous' }).click();
	expect(onwalk.mock.calls).toEqual([['next'], ['previous']]);
});

test('2.1.4 the buttons tell their keys, as far as these are on', async () => {
	const { screen } = await show();
	const next = screen.getByRole('button', { name: 'Next' });
	await expect.element(next).toHaveAttribute('aria-keyshortcuts', 'n F8');
	await screen.rerender({ letters: false });
	await expect.element(next).toHaveAttribute('aria-keyshortcuts', 'F8');
});

test('W4 every row with issues can be left out at once', async () => {
	const { screen, onsetaside } = await show();
	await screen.getByRole('button', { name: 'Leave out all 124 rows with issues' }).click();
	expect(onsetaside).toHaveBeenCalledOnce();
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
