import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import { RowCursor, gridColumns } from '../../../../src/lib/browser/row-cursor.svelte.ts';
import { windowRows } from '../../../../src/lib/browser/row-window.svelte.ts';
import ReviewGrid from '../../../../src/lib/components/import/review/ReviewGrid.svelte';
import { ReviewDeeds } from '../../../../src/lib/components/import/review/review-deeds.svelte.ts';
import { noMapping } from '../../../../src/lib/import/mapping.ts';
import type { ReviewRow } from '../../../../src/lib/import/worker-api.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { reviewRow } from '../../../support/import-pieces.ts';
import { reviewList } from '../../../support/review-list.ts';

const mapping = { email: 0, name: 1, status: 2, notes: 3, creditLimit: 4 };

beforeEach(() => page.viewport(1280, 800));

async function show(
	given: ReviewRow[] | { total: number; isHeld?: boolean },
	fix = vi.fn(async () => undefined)
) {
	const { total, rowAt, isHeld } = Array.isArray(given)
		? { total: given.length, rowAt: (position: number) => given[position] ?? reviewRow(), isHeld: false }
		: { rowAt: anyRow, isHeld: false, ...given };
	const list = await reviewList(() => ({ total, rowAt }), isHeld);
	const columns = gridColumns(mapping);
	const cursor = new RowCursor(list.rows, () => columns);
	const session = { rows: list.rows, fix, mapping, preview: null, news: null, file: null };
	const deeds = new ReviewDeeds({
		session: session as unknown as ConstructorParameters<typeof ReviewDeeds>[0]['session'],
		cursor,
		announce: () => undefined,
		importNow: () => undefined,
		showKeys: () => undefined
	});
	const props = { label: 'Rows of shops.csv', rows: list.rows, columns, cursor, deeds, acceptKey: 'f' };
	const screen = await render(ReviewGrid, props);
	const grid = screen.getByRole('grid').element() as HTMLElement;
	return { ...list, cursor, deeds, fix, screen, grid };
}

function anyRow(position: number): ReviewRow {
	const email = `shop${position}@x.co`;
	return reviewRow({ row: position + 2, email, values: { ...reviewRow().values, email } });
}

function focused(): HTMLElement {
	return document.activeElement as HTMLElement;
}

const update = reviewRow({
	kind: 'update',
	row: 7,
	values: { email: 'a@x.co', name: 'Acme Foods', status: 'ACTIVE', notes: null, creditLimit: null },
	changes: [
		{ field: 'name', from: 'Acme Food', to: 'Acme Foods' },
		{ field: 'status', from: 'BLOCKED', to: 'ACTIVE' },
		{ field: 'notes', from: 'Net 30', to: null },
		{ field: 'creditLimit', from: '1000.00', to: null }
	]
});

const issue = reviewRow({
	kind: 'issue',
	row: 14,
	email: 'acme@',
	values: { email: 'acme@', name: '', status: null, notes: null, creditLimit: '$1,250' },
	issues: [
		{ row: 14, field: 'email', code: 'EMAIL_INVALID' },
		{ row: 14, field: 'creditLimit', code: 'CREDIT_NOT_NUMBER' }
	],
	suggestions: { creditLimit: { reason: 'amount', to: '1250.00' } }
});

describe('W2 what a row shows', () => {
	test('an update shows old and new as deleted and inserted text, with words for those who cannot see it', async () => {
		const { screen, grid } = await show([update]);
		const deleted = [...grid.querySelectorAll('del')].map(({ textContent }) => textContent.trim());
		const inserted = [...grid.querySelectorAll('ins')].map(({ textContent }) => textContent.trim());
		expect(deleted).toEqual(['was Acme Food', 'was Blocked', 'was Net 30', 'was 1,000.00']);
		expect(inserted).toEqual(['Acme Foods', 'Active', 'removed', 'removed']);
		await expect
			.element(screen.getByRole('gridcell', { name: /was Acme Food\s*now\s*Acme Foods/ }))
			.toBeVisible();
	});

	test('S3 a removed value is its own thing, and a removed limit says what it means', async () => {
		const { screen, grid } = await show([update]);
		await expect.element(screen.getByText('(no limit)')).toBeVisible();
		expect(grid.querySelectorAll('ins.loss')).toHaveLength(3);
	});

	test.each([
		['create', 'Create', '+'],
		['update', 'Update', '~'],
		['unchanged', 'Unchanged', '='],
		['issue', 'Issue', '!'],
		['aside', 'Left out', '×']
	] as const)('W1 the outcome "%s" is told by sign, word and color', async (kind, word, sign) => {
		const { screen } = await show([reviewRow({ kind })]);
		await expect.element(screen.getByRole('gridcell', { name: word })).toBeVisible();
		await expect.element(screen.getByText(sign, { exact: true })).toBeVisible();
	});

	test('a long value is cut; nothing of a cell becomes markup', async () => {
		const name = '<img src=x onerror="alert(1)">';
		const { screen, grid } = await show([
			reviewRow({ values: { ...update.values, name, notes: 'x'.repeat(2000) } })
		]);
		await expect.element(screen.getByText(name)).toBeVisible();
		expect(grid.querySelector('img')).toBeNull();
		expect(grid.textContent.length).toBeLessThan(400);
	});

	test('W4 a fixed cell is marked, with what the file says', async () => {
		const { screen } = await show([
			reviewRow({ values: { ...update.values, creditLimit: '1250.00' }, fixed: { creditLimit: '$1,250' } })
		]);
		await expect
			.element(screen.getByRole('gridcell', { name: /1,250\.00.*Fixed file: \$1,250/ }))
			.toBeVisible();
	});
});

describe('W3 W4 a cell with an issue', () => {
	test('says so, in short words, and is described by the whole message', async () => {
		const { screen } = await show([issue]);
		const email = screen.getByRole('rowheader', { name: 'acme@ Not a valid email' });
		await expect.element(email).toHaveAttribute('aria-invalid', 'true');
		await expect.element(email).toHaveAccessibleDescription('Not a valid email. Example: name@company.com');
	});

	test('an issue of the whole row is in the cell of its outcome', async () => {
		const { screen } = await show([
			{ ...issue, issues: [{ row: 14, field: null, code: 'ROW_WIDTH', cells: 7, expected: 5 }] }
		]);
		const action = screen.getByRole('gridcell', { name: 'Issue 7 cells for 5 columns' });
		await expect.element(action).toHaveAttribute('aria-invalid', 'true');
		await expect.element(action).toHaveAccessibleDescription(/An unquoted comma\?/);
	});

	test('a suggested fix is a button in the cell; the cell keeps the focus', async () => {
		const { screen, fix } = await show([issue]);
		await expect
			.element(screen.getByRole('button', { name: 'Fix: 1250.00' }))
			.toHaveAttribute('aria-keyshortcuts', 'f');
		await screen.getByRole('button', { name: 'Fix: 1250.00' }).click();
		expect(fix).toHaveBeenCalledWith({ kind: 'accept', row: 14, field: 'creditLimit' });
		await vi.waitFor(() => expect(focused().dataset.column).toBe('creditLimit'));
	});

	test('a row that is left out suggests nothing and is not invalid', async () => {
		const { screen, grid } = await show([{ ...issue, kind: 'aside' }]);
		await expect.element(screen.getByText('Left out')).toBeVisible();
		expect(grid.querySelector('[aria-invalid], [data-column="creditLimit"] button')).toBeNull();
	});
});

describe('1.3.1 the grid', () => {
	test('says how many rows and columns there are, and which ones are here', async () => {
		const { screen, grid } = await show({ total: 412 });
		expect(grid.getAttribute('aria-rowcount')).toBe('413');
		expect(grid.getAttribute('aria-colcount')).toBe('7');
		await expect.element(screen.getByRole('columnheader', { name: 'Credit limit' })).toBeVisible();
		const second = screen.getByRole('row', { name: /shop1@x\.co/ });
		await expect.element(second).toHaveAttribute('aria-rowindex', '3');
		expect(second.element().id).toBe('row-3');
	});

	test('shows only columns that are read from the file', async () => {
		expect(gridColumns({ ...noMapping, email: 3, notes: 0 })).toEqual(['action', 'row', 'email', 'notes']);
	});

	test('is one stop for Tab', async () => {
		const { grid } = await show({ total: 30 });
		expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
		await userEvent.tab();
		expect(focused().closest('[role="row"]')?.id).toBe('row-2');
		await userEvent.tab();
		expect(grid.contains(focused())).toBe(false);
	});

	test('the stop moves along with the cursor', async () => {
		const { grid, cursor } = await show({ total: 30 });
		cursor.goTo(3, 'notes');
		await vi.waitFor(() => expect(focused().dataset.column).toBe('notes'));
		expect(focused().closest('[role="row"]')?.id).toBe('row-5');
		expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
	});

	test('a press on a cell moves the cursor there', async () => {
		const { screen, cursor } = await show({ total: 30 });
		await screen.getByRole('rowheader', { name: 'shop4@x.co' }).click();
		expect([cursor.position, cursor.column]).toEqual([4, 'email']);
	});
});

describe('W2 100,000 rows', () => {
	test('have few rows in the page, wherever the list is scrolled to', async () => {
		const { grid, screen } = await show({ total: 100_000 });
		for (const part of [0, 0.3, 0.9, 1]) {
			grid.scrollTop = part * grid.scrollHeight;
			const position = Math.round(part * 99_999);
			await expect.element(screen.getByRole('grid')).toBeVisible();
			await vi.waitFor(() => {
				const shown = [...grid.querySelectorAll<HTMLElement>('[data-position]')];
				expect(shown.length).toBeLessThan(60);
				const nearest = Math.min(
					...shown.map(({ dataset }) => Math.abs(Number(dataset.position) - position))
				);
				expect(nearest).toBeLessThan(40);
			});
		}
	});

	test('the last one is reached, fetched in a window, and has the focus', async () => {
		const { grid, cursor, windows } = await show({ total: 100_000 });
		cursor.goTo(99_999);
		await vi.waitFor(() => expect(focused().closest('[role="row"]')?.id).toBe('row-100001'));
		expect(windows.at(-1)).toEqual([99_900, 100]);
		const { top, bottom } = focused().getBoundingClientRect();
		const frame = grid.getBoundingClientRect();
		expect(top).toBeGreaterThanOrEqual(frame.top);
		expect(bottom).toBeLessThanOrEqual(frame.bottom + 1);
	});

	test('the focused row is never lost, however far the list is scrolled', async () => {
		const { grid, cursor } = await show({ total: 100_000 });
		cursor.goTo(5);
		await vi.waitFor(() => expect(focused().closest('[role="row"]')?.id).toBe('row-7'));
		const cell = focused();
		grid.scrollTop = 2_000_000;
		await vi.waitFor(() =>
			expect(grid.querySelectorAll('#row-40000, [data-position]').length).toBeGreaterThan(5)
		);
		expect(document.activeElement).toBe(cell);
		cursor.moveRows(1);
		await vi.waitFor(() => expect(focused().closest('[role="row"]')?.id).toBe('row-8'));
		expect(grid.scrollTop).toBeLessThan(1000);
	});

	test('the focus stays where it is while a row is on its way', async () => {
		const { cursor, release } = await show({ total: 100_000, isHeld: true });
		cursor.goTo(70_000);
		await vi.waitFor(() =>
			expect(focused().closest<HTMLElement>('[role="row"]')?.dataset.position).toBe('70000')
		);
		const cell = focused();
		expect(cell.textContent.trim()).toBe('');
		release();
		await vi.waitFor(() => expect(cell.textContent).toContain('shop70000@x.co'));
		expect(document.activeElement).toBe(cell);
	});
});

test('2.4.11 a focused row is not hidden behind the headings', async () => {
	const { grid, cursor, screen } = await show({ total: 1000 });
	cursor.goTo(60);
	await vi.waitFor(() => expect(focused().closest('[role="row"]')?.id).toBe('row-62'));
	const headings = screen.getByRole('columnheader').first().element();
	for (let position = 59; position > 40; position--) {
		cursor.goTo(position);
		await vi.waitFor(() => expect(focused().closest('[role="row"]')?.id).toBe(`row-${position + 2}`));
		expect(focused().getBoundingClientRect().top).toBeGreaterThanOrEqual(
			headings.getBoundingClientRect().bottom - 1
		);
	}
	expect(grid.scrollTop).toBeGreaterThan(0);
});

test('W4 when the list becomes shorter, the focus is on its last row', async () => {
	const { cursor, rows } = await show({ total: 30 });
	cursor.goTo(29);
	await vi.waitFor(() => expect(focused().closest('[role="row"]')?.id).toBe('row-31'));
	rows.total = 12;
	await vi.waitFor(() => expect(focused().closest('[role="row"]')?.id).toBe('row-13'));
});

test('1.4.10 at 320 px rows are cards with labels, and nothing runs off the side', async () => {
	await page.viewport(320, 640);
	const { screen, grid, cursor } = await show([
		issue,
		update,
		reviewRow({ row: 9, email: `${'long'.repeat(15)}@example.com` })
	]);
	await expect.element(screen.getByText('Row').first()).toBeVisible();
	const limit = grid.querySelector('[data-position="0"] > [data-column="creditLimit"]');
	expect(limit && getComputedStyle(limit, '::before').content).toContain('Credit limit');
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
	expect(grid.scrollWidth).toBeLessThanOrEqual(grid.clientWidth);
	cursor.goTo(1, 'notes');
	await vi.waitFor(() => expect(focused().closest('[role="row"]')?.id).toBe('row-7'));
	expect(await axeViolations(screen.container)).toEqual([]);
});

test.each(['light', 'dark'])('passes axe, %s', async (scheme) => {
	document.documentElement.style.colorScheme = scheme;
	const { screen } = await show([
		issue,
		update,
		reviewRow({ row: 3, kind: 'unchanged' }),
		reviewRow({ row: 4, fixed: { name: 'Acme' } }),
		reviewRow({ row: 5, kind: 'aside', issues: [{ row: 5, field: 'email', code: 'EMAIL_INVALID' }] })
	]);
	expect(await axeViolations(screen.container)).toEqual([]);
	document.documentElement.style.colorScheme = '';
});

describe('W2 a list that is too long to be laid out at once', () => {
	const total = 1_000_000;

	function topRow(grid: HTMLElement): number {
		const { top } = grid.getBoundingClientRect();
		const head = grid.querySelector('[role="rowgroup"]')?.getBoundingClientRect().height ?? 0;
		const rows = [...grid.querySelectorAll<HTMLElement>('[data-position]')];
		const first = rows.find((row) => row.getBoundingClientRect().bottom > top + head + 1);
		return Number(first?.dataset.position);
	}

	test('has its last row at the end of the scroll bar, and its middle in the middle', async () => {
		const { grid, screen } = await show({ total });
		await expect.element(screen.getByRole('rowheader', { name: 'shop0@x.co' })).toBeInViewport();
		grid.scrollTop = grid.scrollHeight;
		await expect.element(screen.getByRole('rowheader', { name: 'shop999999@x.co' })).toBeInViewport();
		grid.scrollTop = (grid.scrollHeight - grid.clientHeight) / 2;
		await vi.waitFor(() => expect(Math.abs(topRow(grid) - total / 2)).toBeLessThan(100));
		grid.scrollTop = 0;
		await expect.element(screen.getByRole('rowheader', { name: 'shop0@x.co' })).toBeInViewport();
	});

	test('is scrolled row by row past the end of what is laid out', async () => {
		const { grid, screen } = await show({ total });
		await expect.element(screen.getByRole('rowheader', { name: 'shop0@x.co' })).toBeInViewport();
		const rowHeight = grid.querySelector('[data-position="1"]')?.getBoundingClientRect().height ?? 0;
		grid.scrollTop = (windowRows - 1100) * rowHeight;
		await vi.waitFor(() => expect(topRow(grid)).toBeGreaterThan(windowRows));
		const before = topRow(grid);
		for (let step = 1; step <= 10; step++) {
			const last = topRow(grid);
			grid.scrollTop += 40 * rowHeight;
			await vi.waitFor(() => expect(topRow(grid)).toBeGreaterThan(last + 20));
			expect(Math.abs(topRow(grid) - (before + step * 40))).toBeLessThan(60);
		}
	});

	test('is walked through by keyboard from one end to the other, and Tab still leads into it', async () => {
		const { grid, cursor, screen } = await show({ total });
		cursor.goTo(0);
		await vi.waitFor(() =>
			expect(focused().closest<HTMLElement>('[data-position]')?.dataset.position).toBe('0')
		);
		cursor.goTo(total - 1);
		await vi.waitFor(() =>
			expect(focused().closest<HTMLElement>('[data-position]')?.dataset.position).toBe(String(total - 1))
		);
		await expect.element(screen.getByRole('rowheader', { name: 'shop999999@x.co' })).toBeInViewport();
		cursor.moveRows(-1);
		await vi.waitFor(() =>
			expect(focused().closest<HTMLElement>('[data-position]')?.dataset.position).toBe(String(total - 2))
		);
		// Far from the cursor the grid itself keeps the focus, and the next key goes on from the cursor.
		grid.scrollTop = 0;
		await expect.element(screen.getByRole('rowheader', { name: 'shop0@x.co' })).toBeInViewport();
		expect(focused()).toBe(grid);
		expect(grid.tabIndex).toBe(0);
		cursor.moveRows(-1);
		await vi.waitFor(() =>
			expect(focused().closest<HTMLElement>('[data-position]')?.dataset.position).toBe(String(total - 3))
		);
		expect(grid.tabIndex).toBe(-1);
		expect(await axeViolations(screen.container)).toEqual([]);
	});
});
