import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import type { ImportObstacle } from '../../../../src/lib/browser/import-obstacle.ts';
import type { ReviewSummary } from '../../../../src/lib/import/worker-api.ts';
import ImportBar from '../../../../src/lib/components/import/apply/ImportBar.svelte';
import type { RunProgress } from '../../../../src/lib/browser/import-run.ts';
import { reviewSummary } from '../../../support/import-pieces.ts';
import { runProgress } from '../../../support/run-pieces.ts';

beforeEach(() => page.viewport(1280, 800));

const ready = reviewSummary({
	counts: { create: 1200, update: 34, unchanged: 9, issue: 0 },
	losses: { namesRemoved: 0, notesRemoved: 1, creditLimitsRemoved: 3, customersUnblocked: 2 }
});

async function show(
	obstacle: ImportObstacle | null,
	summary: ReviewSummary | null = ready,
	run: RunProgress | null = null,
	more: { progress?: string; isFailed?: boolean } = {}
) {
	const handlers = { onimport: vi.fn(), onrefuse: vi.fn(), oncancel: vi.fn() };
	return {
		...handlers,
		screen: await render(ImportBar, {
			obstacle,
			summary,
			run,
			progress: null,
			isFailed: false,
			...more,
			...handlers
		})
	};
}

test('says how many customers are written and what they lose, and imports', async () => {
	const { screen, onimport } = await show(null);
	await expect.element(screen.getByText('1,234 customers will be written.')).toBeVisible();
	await expect
		.element(screen.getByText('Losses: 3 credit limits, notes of 1 customer, 2 unblocked.'))
		.toBeVisible();
	await screen.getByRole('button', { name: 'Import 1,234 customers' }).click();
	expect(onimport).toHaveBeenCalledOnce();
});

test.each([
	['issues', 'Fix 7 issues to import.'],
	['nothing', 'Nothing to change: every row matches its customer already.'],
	['no-email', 'Choose the column that holds email addresses.'],
	['checking', 'Checking against your customers…'],
	['refused', 'Review again before you import.']
] as const)(
	'W4 W7 with the obstacle "%s" Import keeps the focus and answers with the reason',
	async (obstacle, reason) => {
		const { screen, onimport, onrefuse } = await show(obstacle, reviewSummary({ issueCount: 7 }));
		const button = screen.getByRole('button', { name: 'Import', exact: true });
		await expect.element(button).toHaveAttribute('aria-disabled', 'true');
		await expect.element(button).toHaveAccessibleDescription(reason);
		(button.element() as HTMLButtonElement).focus();
		expect(document.activeElement).toBe(button.element());
		await button.click({ force: true });
		expect(onimport).not.toHaveBeenCalled();
		expect(onrefuse).toHaveBeenCalledOnce();
	}
);

describe('I30 a file that takes several imports', () => {
	const large = reviewSummary({
		counts: { create: 12_000, update: 300, unchanged: 8180, issue: 0 },
		batches: { count: 3, rows: 12_300 }
	});

	test('says in how many batches', async () => {
		const { screen, onimport } = await show(null, large);
		await expect.element(screen.getByText('12,300 customers will be written in 3 batches.')).toBeVisible();
		await screen.getByRole('button', { name: 'Import 12,300 customers in 3 batches' }).click();
		expect(onimport).toHaveBeenCalledOnce();
	});

	test('over the plan limit nothing is sent, and the reason is said', async () => {
		const { screen } = await show('plan-limit', large);
		await expect
			.element(screen.getByRole('button', { name: 'Import', exact: true }))
			.toHaveAccessibleDescription(/^Your plan does not allow so many customers\./);
	});

	test('goes on with what is left, or stops there', async () => {
		const { screen, onimport, oncancel } = await show(null, large, runProgress(2, 5, 22_300));
		await expect.element(screen.getByText('12,300 customers are left in 3 batches.')).toBeVisible();
		await screen.getByRole('button', { name: 'Import the rest' }).click();
		expect(onimport).toHaveBeenCalledOnce();
		await screen.getByRole('button', { name: 'Stop here' }).click();
		expect(oncancel).toHaveBeenCalledOnce();
	});

	test('A5 after a failure it tries again, and does not say what is left: the batch may have been written', async () => {
		const { screen, onimport } = await show(null, large, runProgress(2, 5, 22_300), { isFailed: true });
		await expect.element(screen.getByText('It stopped at batch 3.')).toBeVisible();
		await screen.getByRole('button', { name: 'Try again' }).click();
		expect(onimport).toHaveBeenCalledOnce();
	});

	test('says how far a long comparison is', async () => {
		const { screen } = await show('checking', null, null, { progress: 'Checking: 5,000 of 12,300…' });
		await expect.element(screen.getByText('Checking: 5,000 of 12,300…')).toBeVisible();
	});

	test('A5 before it is known what became of an import, it does not say what would be written', async () => {
		const { screen } = await show(null, null);
		await expect.element(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
		await expect.element(screen.getByText('First we find out what became of the import.')).toBeVisible();
	});
});
