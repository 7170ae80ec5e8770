import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import RowDetails from '../../../../src/lib/components/import/review/RowDetails.svelte';
import type { ReviewDeeds } from '../../../../src/lib/components/import/review/review-deeds.svelte.ts';
import type { FieldDetails, RowDetails as Details } from '../../../../src/lib/import/worker-api.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { reviewRow, reviewSummary } from '../../../support/import-pieces.ts';

beforeEach(() => page.viewport(1280, 800));

function field(name: FieldDetails['field'], fields: Partial<FieldDetails> = {}): FieldDetails {
	return {
		field: name,
		column: name,
		written: '',
		fixed: null,
		outcome: 'same',
		issues: [],
		suggestion: null,
		...fields
	};
}

const updated: Details = {
	...reviewRow({
		kind: 'update',
		row: 7,
		changes: [
			{ field: 'name', from: 'Acme Food', to: 'Acme Foods' },
			{ field: 'notes', from: 'Net 30', to: null }
		]
	}),
	matched: true,
	fixes: [3],
	fields: [
		field('email', { written: ' Ann@X.co ', read: 'ann@x.co', stored: 'ann@x.co', outcome: 'match' }),
		field('name', {
			written: 'Acme Fods',
			fixed: 'Acme Foods',
			read: 'Acme Foods',
			stored: 'Acme Food',
			outcome: 'changed'
		}),
		field('status', { column: null, written: null, stored: 'BLOCKED', outcome: 'untouched' }),
		field('notes', { read: null, stored: 'Net 30', outcome: 'cleared' }),
		field('creditLimit', {
			column: 'Credit Line',
			written: '1500',
			read: '1500.00',
			stored: '1500.00',
			outcome: 'same'
		})
	],
	others: [{ column: 5, header: 'City', text: 'Gent', isBeyondHeader: false }]
};

const broken: Details = {
	...reviewRow({
		kind: 'issue',
		row: 14,
		issues: [
			{ row: 14, field: null, code: 'ROW_WIDTH', cells: 7, expected: 5 },
			{ row: 14, field: 'creditLimit', code: 'CREDIT_NOT_NUMBER' }
		]
	}),
	matched: false,
	fixes: [],
	fields: [
		field('email', { written: 'a@x.co', read: 'a@x.co', outcome: 'issue' }),
		field('creditLimit', {
			written: '$1,250',
			outcome: 'issue',
			issues: [{ row: 14, field: 'creditLimit', code: 'CREDIT_NOT_NUMBER' }],
			suggestion: { reason: 'amount', to: '1250.00' }
		})
	],
	others: [{ column: 6, header: 'Column G', text: 'Foods', isBeyondHeader: true }]
};

async function show(details: Details) {
	const fixes = { fix: vi.fn(async () => undefined), check: vi.fn(async () => []) };
	const moves = { moveDetails: vi.fn(async () => undefined), closeDetails: vi.fn(async () => undefined) };
	const deeds: unknown = { ...moves, fixes };
	const props = { row: details.row, summary: reviewSummary(), ask: async () => details };
	const screen = await render(RowDetails, { ...props, deeds: deeds as ReviewDeeds });
	await expect.element(screen.getByRole('list')).toBeVisible();
	return { ...moves, ...fixes, screen };
}

test('W2 says why, in one sentence, and has the focus on the row', async () => {
	const { screen } = await show(updated);
	await expect.element(screen.getByText('Matched by email; name and notes differ.')).toBeVisible();
	await expect.element(screen.getByRole('heading', { name: 'Row 7' })).toHaveFocus();
	await expect.element(screen.getByRole('dialog', { name: 'Row 7' })).toBeVisible();
});

test('W2 each field leads from the cell to the value, to what is stored, to what happens', async () => {
	const { screen } = await show(updated);
	const items = [...screen.container.querySelectorAll('li')].map((item) =>
		item.textContent.replaceAll(/\s+/g, ' ').trim()
	);
	expect(items).toEqual([
		'Email from “email” Edit email The customer is found by it In the file Ann@X.co Read as ann@x.co Now stored ann@x.co',
		'Name from “name” Edit name Changes In the file Acme Fods Fixed to Acme Foods Now stored Acme Food',
		'Status Not in the file: stays as it is Now stored Blocked',
		'Notes from “notes” Edit notes Empty cell: is removed In the file empty Now stored Net 30',
		'Credit limit from “Credit Line” Edit credit limit Stays as it is In the file 1500 Read as 1,500.00 Now stored 1,500.00'
	]);
});

test('P9 other cells are shown as what stays in the browser', async () => {
	const { screen } = await show(updated);
	await expect.element(screen.getByText('They are not imported and stay in this browser.')).toBeVisible();
	await expect.element(screen.getByText('Gent')).toBeVisible();
});

test('W4 a suggested fix is accepted, the row left out, a fix taken back', async () => {
	const { screen, fix } = await show(broken);
	await screen.getByRole('button', { name: 'Fix: 1250.00' }).click();
	await screen.getByRole('button', { name: 'Leave this row out' }).click();
	expect(fix.mock.calls).toEqual([
		[{ kind: 'accept', row: 14, field: 'creditLimit' }],
		[{ kind: 'set-aside', rows: [14] }]
	]);
	await screen.unmount();
	const other = await show(updated);
	await other.screen.getByRole('button', { name: 'Take back its last fix' }).click();
	expect(other.fix).toHaveBeenCalledWith({ kind: 'undo', id: 3, row: 7 });
});

test('W4 a field is edited in place; the focus comes back to its button', async () => {
	const { screen, fix } = await show(broken);
	await screen.getByRole('button', { name: 'Edit credit limit' }).click();
	await expect.element(screen.getByRole('textbox')).toHaveValue('$1,250');
	await userEvent.keyboard('1250{Enter}');
	expect(fix).toHaveBeenCalledExactlyOnceWith({ kind: 'edit', row: 14, field: 'creditLimit', text: '1250' });
	await expect.element(screen.getByRole('button', { name: 'Edit credit limit' })).toHaveFocus();
});

test('W4 an edit that changes nothing is no fix, and Escape leaves the details open', async () => {
	const { screen, fix, closeDetails } = await show(broken);
	await screen.getByRole('button', { name: 'Edit credit limit' }).click();
	await userEvent.keyboard('{Enter}');
	await screen.getByRole('button', { name: 'Edit credit limit' }).click();
	await userEvent.keyboard('9{Escape}');
	expect(fix).not.toHaveBeenCalled();
	expect(closeDetails).not.toHaveBeenCalled();
});

test('P6 a cell beyond the header is emptied or edited', async () => {
	const { screen, fix } = await show(broken);
	await expect.element(screen.getByText(/7 cells, the header has 5/)).toBeVisible();
	await screen.getByRole('button', { name: /^Empty it/ }).click();
	expect(fix).toHaveBeenLastCalledWith({ kind: 'edit-cell', row: 14, column: 6, text: '' });
	await screen.getByRole('button', { name: 'Edit Column G' }).click();
	await userEvent.keyboard('x{Enter}');
	expect(fix).toHaveBeenLastCalledWith({ kind: 'edit-cell', row: 14, column: 6, text: 'x' });
});

test('W8 Escape closes it; the next and previous row are one press away', async () => {
	const { screen, moveDetails, closeDetails } = await show(updated);
	await screen.getByRole('button', { name: 'Next row' }).click();
	await screen.getByRole('button', { name: 'Previous row' }).click();
	expect(moveDetails.mock.calls).toEqual([[1], [-1]]);
	await userEvent.keyboard('{Escape}');
	await vi.waitFor(() => expect(closeDetails).toHaveBeenCalledOnce());
});

test.each([
	[1280, 'light'],
	[1280, 'dark'],
	[320, 'light']
] as const)('passes axe and does not scroll sideways at %i px, %s', async (width, scheme) => {
	await page.viewport(width, 640);
	document.documentElement.style.colorScheme = scheme;
	for (const details of [updated, broken]) {
		const { screen } = await show(details);
		expect(await axeViolations(screen.container)).toEqual([]);
		const dialog = screen.getByRole('dialog').element();
		expect(dialog.scrollWidth).toBeLessThanOrEqual(dialog.clientWidth);
		expect(dialog.getBoundingClientRect().width).toBeLessThanOrEqual(width);
		await screen.unmount();
	}
	document.documentElement.style.colorScheme = '';
});
