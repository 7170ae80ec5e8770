import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import Button from '../../../src/lib/components/shared/Button.svelte';
import { axeViolations } from '../../support/axe-violations.ts';

const children = createRawSnippet(() => ({ render: () => '<span>Import CSV</span>' }));

test('is a button that does not submit, unless it is told to', async () => {
	const screen = await render(Button, { children });
	await expect.element(screen.getByRole('button')).toHaveAttribute('type', 'button');
});

test('is a link where it leads somewhere', async () => {
	const screen = await render(Button, { children, href: '/somewhere', download: true });
	const link = screen.getByRole('link', { name: 'Import CSV' });
	await expect.element(link).toHaveAttribute('href', '/somewhere');
	// As "true" it would be the file's name.
	await expect.element(link).toHaveAttribute('download', '');
});

test('answers a press though it is disabled for ARIA, so that it can say why', async () => {
	const onclick = vi.fn();
	const screen = await render(Button, { children, ariaDisabled: true, onclick });
	const button = screen.getByRole('button');
	await expect.element(button).toHaveAttribute('aria-disabled', 'true');
	// Playwright waits for aria-disabled to go away; a person does not.
	await button.click({ force: true });
	expect(onclick).toHaveBeenCalledOnce();
});

test.each(['primary', 'secondary', 'quiet'] as const)(
	'%s is at least 36 px high and passes axe',
	async (variant) => {
		const screen = await render(Button, { children, variant });
		expect(screen.getByRole('button').element().getBoundingClientRect().height).toBeGreaterThanOrEqual(36);
		expect(await axeViolations(screen.container)).toEqual([]);
	}
);
