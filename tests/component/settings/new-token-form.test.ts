import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import NewTokenForm from '../../../src/lib/components/settings/tokens/NewTokenForm.svelte';
import TokenNews from '../../../src/lib/components/settings/tokens/TokenNews.svelte';
import { axeViolations } from '../../support/axe-violations.ts';

const untouched = { typed: null, answer: null, problem: null, errors: {} };

test('a new token may do nothing until somebody says what, and expires in 90 days unless somebody says when', async () => {
	const screen = await render(NewTokenForm, untouched);
	const boxes = screen.getByRole('checkbox').elements() as HTMLInputElement[];
	expect(boxes.map(({ value, checked }) => [value, checked])).toEqual([
		['customers:read', false],
		['imports:apply', false],
		['imports:undo', false],
		['audit:read', false]
	]);
	await expect.element(screen.getByRole('radio', { name: '90 days' })).toBeChecked();
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('what was refused stands above the form and at its fields, with what was typed', async () => {
	const screen = await render(NewTokenForm, {
		typed: { name: 'sync', scopes: ['audit:read'], lifetime: '365' },
		answer: {},
		problem: 'The token was not made yet.',
		errors: { scopes: 'Choose what the token may be used for.' }
	});
	await expect.element(screen.getByRole('alert')).toHaveFocus();
	await expect.element(screen.getByLabelText('Name')).toHaveValue('sync');
	await expect.element(screen.getByRole('checkbox', { name: /audit:read/ })).toBeChecked();
	await expect.element(screen.getByRole('radio', { name: '1 year' })).toBeChecked();
	await expect
		.element(screen.getByRole('group', { name: 'It may' }))
		.toHaveAccessibleDescription(/Choose what the token/);
	await screen.getByRole('link', { name: 'Choose what the token may be used for.' }).click();
	await expect.element(screen.getByRole('group', { name: 'It may' })).toHaveFocus();
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('a token that was made is shown with a button to copy it, and takes the focus', async () => {
	const text = `distribu_${'a'.repeat(43)}`;
	const screen = await render(TokenNews, { news: { kind: 'made', name: 'sync', text } });
	await expect.element(screen.getByText(text)).toBeVisible();
	await expect.element(screen.getByRole('button', { name: 'Copy the token' })).toBeVisible();
	await expect.element(screen.getByRole('status').first()).toHaveFocus();
	expect(await axeViolations(screen.container)).toEqual([]);
});
