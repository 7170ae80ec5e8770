import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import KeysDialog from '../../../../src/lib/components/import/rows/KeysDialog.svelte';
import { keyNames, reviewKeyMap } from '../../../../src/lib/components/import/review/review-keys.ts';
import { axeViolations } from '../../../support/axe-violations.ts';

beforeEach(() => page.viewport(1280, 800));

async function show(letters = true) {
	const handlers = { onletters: vi.fn(), onclose: vi.fn() };
	return { ...handlers, screen: await render(KeysDialog, { map: reviewKeyMap, letters, ...handlers }) };
}

test('3.9 the dialog says what the table of keys says, no more and no less', async () => {
	const { screen } = await show();
	const dialog = screen.getByRole('dialog', { name: 'Keyboard' });
	await expect.element(dialog).toBeVisible();
	const shown = [...dialog.element().querySelectorAll('dl > div')].map((line) => ({
		keys: [...line.querySelectorAll('kbd')].map(({ textContent }) => textContent),
		words: line.querySelector('dd')?.textContent
	}));
	const table = reviewKeyMap.groups.flatMap(({ keys }) => keys);
	expect(shown).toEqual(table.map(({ deed, words }) => ({ keys: keyNames(deed, true), words })));
});

test('2.1.4 the switch turns single letters off, and the dialog shows what is left', async () => {
	const { screen, onletters } = await show();
	await screen.getByRole('switch', { name: /Single-letter shortcuts/ }).click();
	expect(onletters).toHaveBeenCalledWith(false);
	await screen.rerender({ letters: false });
	const keys = [...document.querySelectorAll('dialog kbd')].map(({ textContent }) => textContent);
	expect(keys).toContain('F8');
	expect(keys.filter((key) => key.length === 1 && /\w|\?|\//.test(key))).toEqual([]);
	await expect.element(screen.getByText('off').first()).toBeVisible();
});

test('Escape closes it', async () => {
	const { onclose } = await show();
	await userEvent.keyboard('{Escape}');
	await vi.waitFor(() => expect(onclose).toHaveBeenCalledOnce());
});

test.each([1280, 320])('passes axe and does not scroll sideways at %i px', async (width) => {
	await page.viewport(width, 640);
	const { screen } = await show();
	expect(await axeViolations(screen.container)).toEqual([]);
	const dialog = screen.getByRole('dialog').element();
	expect(dialog.scrollWidth).toBeLessThanOrEqual(dialog.clientWidth);
});
