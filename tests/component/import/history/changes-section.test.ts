import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import type { AskForChanges } from '../../../../src/lib/browser/recorded-changes.ts';
import ChangesSection from '../../../../src/lib/components/import/history/ChangesSection.svelte';
import type { RecordedImport } from '../../../../src/lib/import/history.ts';
import { clearEmptyCells } from '../../../../src/lib/import/mapping.ts';
import type { RecordedChange } from '../../../../src/lib/import/undo.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { customer } from '../../../support/core.ts';

const record: RecordedImport = {
	importId: '00000000-0000-4000-8000-000000000001',
	run: null,
	fileName: 'shops.csv',
	fileBytes: 120,
	fileSha256: '0'.repeat(64),
	mapping: { email: 'E-mail', name: 'Name', notes: 'Notes' },
	emptyCells: clearEmptyCells,
	created: 2,
	updated: 2,
	unchanged: 0,
	durationMs: 12,
	state: 'partly-undone',
	by: 'Olive',
	token: null,
	appliedAt: '2026-05-03T10:00:00.000Z',
	auditEntryId: '00000000-0000-4000-8000-000000000002',
	undos: [],
	undoableUntil: '2026-06-02T10:00:00.000Z',
	imagesDeletedAt: null
};

const notes = 'Rings twice. '.repeat(100).trim();
const ann = customer('ann@x.co', { name: 'Ann', notes });

const changes: RecordedChange[] = [
	{
		kind: 'update',
		row: 2,
		customerId: 'a',
		isUndone: false,
		before: { ...ann, name: 'Anna' },
		after: { ...ann, notes: null },
		fields: ['name', 'notes']
	},
	{ kind: 'create', row: 4, customerId: 'b', isUndone: false, after: customer('ben@x.co', { notes }) },
	{ kind: 'create', row: 5, customerId: 'c', isUndone: true, after: customer('cara@x.co', { name: 'Cara' }) },
	{ kind: 'update', row: 9, customerId: 'd', isUndone: false, before: null, after: ann, fields: ['name'] }
];

beforeEach(async () => {
	localStorage.clear();
	await page.viewport(1280, 800);
});

async function show(ask: AskForChanges = async () => answer(changes)) {
	const screen = await render(ChangesSection, { record, userId: 'olive', ask });
	return screen;
}

function answer(items: RecordedChange[], next: number | null = null): Awaited<ReturnType<AskForChanges>> {
	return { kind: 'answer', value: { items, next } };
}

/** The spreadsheet rows that are shown. */
function shown(): string[] {
	return [...document.querySelectorAll('[data-position] > [data-column="row"]')].map(({ textContent }) =>
		textContent.replace(/\D/g, '')
	);
}

async function atFirstRow() {
	const screen = await show();
	await screen.getByRole('rowheader', { name: 'ann@x.co' }).first().click();
	return screen;
}

function focused(): string | undefined {
	return document.activeElement?.closest('[role="row"]')?.id;
}

describe('H1 the changes of an import', () => {
	test('are shown old and new, those of the fields that the file had, and can only be read', async () => {
		const screen = await show();
		const grid = screen.getByRole('grid', { name: 'Changes of shops.csv' });
		await expect.element(grid).toHaveAttribute('aria-readonly', 'true');
		const columns = [...document.querySelectorAll('[role="columnheader"]')].map((one) => one.textContent);
		expect(columns).toEqual(['Action', 'Row', 'Email', 'Name', 'Notes']);
		await expect.element(screen.getByRole('gridcell', { name: /was Anna\s*now\s*Ann/ })).toBeVisible();
		expect(document.querySelectorAll('ins.loss')).toHaveLength(1);
		await userEvent.dblClick(screen.getByRole('rowheader', { name: 'ben@x.co' }));
		expect(document.querySelector('[role="grid"] :is(input, textarea)')).toBeNull();
	});

	test('H2 one that was undone says so; an old value that is deleted is told from none', async () => {
		const screen = await show();
		await expect.element(screen.getByRole('gridcell', { name: 'Created Undone since' })).toBeVisible();
		await expect
			.element(screen.getByRole('gridcell', { name: /^old value no longer known, now\s*Ann$/ }))
			.toBeVisible();
	});

	test.each([
		['2', ['4', '5']],
		['3', ['2', '9']],
		['4', ['5']],
		['1', ['2', '4', '5', '9']]
	])('3.9 the digit %s filters', async (key, rows) => {
		await atFirstRow();
		await userEvent.keyboard('2');
		await vi.waitFor(() => expect(shown()).toEqual(['4', '5']));
		await userEvent.keyboard(key);
		await vi.waitFor(() => expect(shown()).toEqual(rows));
		expect(document.activeElement?.closest('[role="grid"]')).not.toBeNull();
	});

	test('W1 what customers lost is a filter of its own', async () => {
		const screen = await show();
		await screen.getByRole('button', { name: 'Notes cleared 1' }).click();
		await vi.waitFor(() => expect(shown()).toEqual(['2']));
	});

	test('3.9 / finds, also in old values; Enter goes to what was found, Escape shows all again', async () => {
		const screen = await atFirstRow();
		await userEvent.keyboard('/');
		await userEvent.keyboard('anna{Enter}');
		await vi.waitFor(() => expect(shown()).toEqual(['2']));
		await vi.waitFor(() => expect(focused()).toBe('row-2'));
		await userEvent.keyboard('{Escape}');
		await vi.waitFor(() => expect(shown()).toEqual(['2', '4', '5', '9']));
		await expect.element(screen.getByRole('searchbox')).toHaveValue('');
	});

	test('3.9 Enter shows all of a row, long values too, with the way to its customer; Escape goes back', async () => {
		const screen = await atFirstRow();
		await userEvent.keyboard('j{Enter}');
		const sheet = screen.getByRole('dialog', { name: 'Row 4' });
		await expect.element(sheet).toBeVisible();
		await sheet.getByRole('button', { name: 'All of the notes' }).click();
		await expect.element(sheet.getByText(notes)).toBeVisible();
		await expect
			.element(sheet.getByRole('link', { name: 'Customer and its history' }))
			.toHaveAttribute('href', '/dashboard/customers/b');
		await sheet.getByRole('button', { name: 'Next row' }).click();
		await expect.element(screen.getByRole('dialog', { name: 'Row 5' })).toHaveTextContent('removed again');
		await userEvent.keyboard('{Escape}');
		await vi.waitFor(() => expect(focused()).toBe('row-5'));
	});

	test('2.1.4 the switch turns single characters off, for every list of this person', async () => {
		const screen = await atFirstRow();
		await userEvent.keyboard('?');
		await screen.getByRole('switch', { name: /Single-letter shortcuts/ }).click();
		await userEvent.keyboard('{Escape}');
		await screen.getByRole('rowheader', { name: 'ann@x.co' }).first().click();
		await userEvent.keyboard('2j');
		expect([shown().length, focused()]).toEqual([4, 'row-2']);
		await userEvent.keyboard('{ArrowDown}');
		await vi.waitFor(() => expect(focused()).toBe('row-4'));
	});
});

describe('9 while they come, and where they do not', () => {
	test('those that are here are shown, and the download waits for all', async () => {
		const late = Promise.withResolvers<Awaited<ReturnType<AskForChanges>>>();
		const screen = await show(async (_, afterRow) =>
			afterRow === null ? answer(changes.slice(0, 2), 4) : await late.promise
		);
		await expect.element(screen.getByText('Loading the changes: 2 of 4…')).toBeVisible();
		await vi.waitFor(() => expect(shown()).toEqual(['2', '4']));
		const download = screen.getByRole('button', { name: 'Download all changes' });
		await expect.element(download).toBeDisabled();
		late.resolve(answer(changes.slice(2)));
		await vi.waitFor(() => expect(shown()).toEqual(['2', '4', '5', '9']));
		await expect.element(download).toBeEnabled();
	});

	test('a failure says what to do, and trying again goes on', async () => {
		let isAway = true;
		const screen = await show(async () => (isAway ? { kind: 'unreachable' } : answer(changes)));
		const alert = screen.getByRole('alert');
		await expect.element(alert).toHaveTextContent("We couldn't reach Distribu");
		await expect.element(alert).toHaveFocus();
		isAway = false;
		await alert.getByRole('button', { name: 'Try again' }).click();
		await vi.waitFor(() => expect(shown()).toHaveLength(4));
	});
});

test.each(['light', 'dark'])('passes axe and runs off no side, %s', async (scheme) => {
	document.documentElement.style.colorScheme = scheme;
	const screen = await show();
	await vi.waitFor(() => expect(shown()).toHaveLength(4));
	expect(await axeViolations(screen.container)).toEqual([]);
	await page.viewport(320, 640);
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
	expect(await axeViolations(screen.container)).toEqual([]);
	document.documentElement.style.colorScheme = '';
});
