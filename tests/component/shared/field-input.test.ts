import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import FieldInput from '../../../src/lib/components/shared/FieldInput.svelte';
import PasswordInput from '../../../src/lib/components/shared/PasswordInput.svelte';
import { axeViolations } from '../../support/axe-violations.ts';

test('ties label, hint and problem to the input', async () => {
	const screen = await render(FieldInput, {
		label: 'Email',
		name: 'email',
		hint: 'Where we write to.',
		error: 'Enter your email.'
	});
	const input = screen.getByLabelText('Email');
	await expect.element(input).toHaveAccessibleDescription('Error: Enter your email. Where we write to.');
	await expect.element(input).toHaveAttribute('aria-invalid', 'true');
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('says nothing of problems where there are none', async () => {
	const screen = await render(FieldInput, { label: 'Email', name: 'email' });
	const input = screen.getByLabelText('Email');
	await expect.element(input).not.toHaveAttribute('aria-invalid');
	await expect.element(input).not.toHaveAttribute('aria-describedby');
});

test('shows a password on request, keeps what was typed, and hides it again', async () => {
	const screen = await render(PasswordInput, {
		label: 'Password',
		name: 'password',
		autocomplete: 'current-password'
	});
	const input = screen.getByLabelText('Password', { exact: true });
	await input.fill('correct horse');
	await expect.element(input).toHaveAttribute('type', 'password');

	await screen.getByRole('button', { name: 'Show password' }).click();
	await expect.element(input).toHaveAttribute('type', 'text');
	await expect.element(input).toHaveValue('correct horse');

	await screen.getByRole('button', { name: 'Hide password' }).click();
	await expect.element(input).toHaveAttribute('type', 'password');
	await expect.element(input).toHaveAttribute('autocomplete', 'current-password');
	expect(await axeViolations(screen.container)).toEqual([]);
});
