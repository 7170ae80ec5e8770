import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import CellEditor from '../../../../src/lib/components/import/review/CellEditor.svelte';
import type { FieldName } from '../../../../src/lib/customer/customer.ts';
import type { RowIssue } from '../../../../src/lib/import/issue.ts';
import { axeViolations } from '../../../support/axe-violations.ts';

const invalid: RowIssue = { row: 14, field: 'email', code: 'EMAIL_INVALID' };

beforeEach(() => page.viewport(1280, 800));

async function show(
	field: FieldName | null = 'email',
	text = 'acme@',
	check: (text: string) => Promise<RowIssue[]> = async () => []
) {
	const handlers = { oncommit: vi.fn(), oncancel: vi.fn() };
	const screen = await render(CellEditor, { label: 'Email of row 14', field, text, check, ...handlers });
	return { ...handlers, screen, input: screen.getByRole(field === 'status' ? 'combobox' : 'textbox') };
}

test('W4 it has the focus and the text of the cell, selected', async () => {
	const { input } = await show();
	await expect.element(input).toHaveFocus();
	await expect.element(input).toHaveAccessibleName('Email of row 14');
	await userEvent.keyboard('ann@x.co');
	await expect.element(input).toHaveValue('ann@x.co');
});

describe('W4 while it is typed', () => {
	test('says what is wrong, and no longer once it is right', async () => {
		const { screen, input } = await show('email', 'acme@', async (text) =>
			text.endsWith('.co') ? [] : [invalid]
		);
		await expect.element(screen.getByRole('status')).toHaveTextContent('Not a valid email. Example:');
		await expect.element(input).toHaveAttribute('aria-invalid', 'true');
		await expect.element(input).toHaveAccessibleDescription(/Not a valid email/);
		await userEvent.fill(input, 'acme@x.co');
		await expect.element(screen.getByRole('status')).toHaveTextContent('');
		await expect.element(input).toHaveAttribute('aria-invalid', 'false');
	});

	test('the answer about the latest text wins, however late another comes', async () => {
		const answers = new Map<string, (issues: RowIssue[]) => void>();
		const { screen, input } = await show(
			'email',
			'',
			(text) => new Promise((resolve) => answers.set(text, resolve))
		);
		await userEvent.fill(input, 'a');
		await userEvent.fill(input, 'a@x.co');
		await vi.waitFor(() => expect(answers.has('a@x.co')).toBe(true));
		answers.get('a@x.co')?.([]);
		answers.get('a')?.([invalid]);
		await new Promise((resolve) => requestAnimationFrame(resolve));
		await expect.element(screen.getByRole('status')).toHaveTextContent('');
	});

	test.each([
		['status', 'closed', 'Read as: Active'],
		['status', 'Suspended', 'Read as: Blocked'],
		['creditLimit', '1250', 'Read as: 1,250.00'],
		['creditLimit', '', 'Read as: No limit']
	] as const)('V3 V4 a %s of "%s" shows how it is read', async (field, text, words) => {
		const { screen } = await show(field, text);
		await expect.element(screen.getByRole('status')).toHaveTextContent(words);
	});
});

describe('W4 keys', () => {
	test.each([
		['{Enter}', 'stay'],
		['{Tab}', 'next'],
		['{Shift>}{Tab}{/Shift}', 'previous'],
		['{Control>}{Enter}{/Control}', 'stay']
	])('%s keeps what was typed', async (keys, then) => {
		const { input, oncommit } = await show();
		await userEvent.fill(input, 'ann@x.co');
		await userEvent.keyboard(keys);
		expect(oncommit).toHaveBeenCalledExactlyOnceWith('ann@x.co', then);
	});

	test('Escape leaves all as it was', async () => {
		const { input, oncommit, oncancel } = await show();
		await userEvent.fill(input, 'ann@x.co');
		await userEvent.keyboard('{Escape}');
		expect(oncancel).toHaveBeenCalledOnce();
		(input.element() as HTMLElement).blur();
		expect(oncommit).not.toHaveBeenCalled();
	});

	test('leaving it keeps what was typed, once', async () => {
		const { input, oncommit } = await show();
		await userEvent.fill(input, 'ann@x.co');
		(input.element() as HTMLElement).blur();
		expect(oncommit).toHaveBeenCalledExactlyOnceWith('ann@x.co', 'left');
	});

	test('notes have lines by Shift+Enter; Enter keeps them', async () => {
		const { input, oncommit } = await show('notes', '');
		await userEvent.keyboard('Net 30{Shift>}{Enter}{/Shift}Back door{Enter}');
		await expect.element(input).toHaveValue('Net 30\nBack door');
		expect(oncommit).toHaveBeenCalledExactlyOnceWith('Net 30\nBack door', 'stay');
	});

	test('Enter that ends a composed character is the input method’s', async () => {
		const { input, oncommit } = await show('name', '');
		input
			.element()
			.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
		expect(oncommit).not.toHaveBeenCalled();
	});
});

test.each(['email', 'notes', 'status', null] as const)('passes axe: %s', async (field) => {
	const { screen } = await show(field, 'x', async () => [invalid]);
	expect(await axeViolations(screen.container)).toEqual([]);
});
