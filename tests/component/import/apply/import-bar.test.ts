import { beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import type { ImportObstacle } from '../../../../src/lib/browser/import-obstacle.ts';
import ImportBar from '../../../../src/lib/components/import/apply/ImportBar.svelte';
import { reviewSummary } from '../../../support/import-pieces.ts';

beforeEach(() => page.viewport(1280, 800));

const ready = reviewSummary({
	counts: { create: 1200, update: 34, unchanged: 9, issue: 0 },
	losses: { namesRemoved: 0, notesRemoved: 1, creditLimitsRemoved: 3, customersUnblocked: 2 }
});

async function show(obstacle: ImportObstacle | null, summary = ready) {
	const handlers = { onimport: vi.fn(), onrefuse: vi.fn(), oncancel: vi.fn() };
	return { ...handlers, screen: await render(ImportBar, { obstacle, summary, ...handlers }) };
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
