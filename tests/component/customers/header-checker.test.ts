import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import HeaderChecker from '../../../src/lib/components/customers/HeaderChecker.svelte';
import { axeViolations } from '../../support/axe-violations.ts';

test('answers while a header is being typed', async () => {
	const screen = await render(HeaderChecker, { asked: '' });
	const input = screen.getByLabelText('Check a header');
	const answer = screen.getByRole('status');

	await input.fill('Contact E-Mail');
	await expect.element(answer).toHaveTextContent('Read as Email.');
	await input.fill('Phone');
	await expect.element(answer).toHaveTextContent('Not a name we know.');
	await input.fill('pass-word');
	await expect.element(answer).toHaveTextContent('passwords are never imported');
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('answers what the address asks, for a page without script', async () => {
	const screen = await render(HeaderChecker, { asked: 'Credit limit (USD)' });
	await expect.element(screen.getByLabelText('Check a header')).toHaveValue('Credit limit (USD)');
	await expect.element(screen.getByRole('status')).toHaveTextContent('Read as Credit limit.');
});
