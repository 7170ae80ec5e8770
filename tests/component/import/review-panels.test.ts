import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import { ImportSession } from '../../../src/lib/browser/import-session.svelte.ts';
import type { ImportNews } from '../../../src/lib/browser/import-step.ts';
import ConfirmImport from '../../../src/lib/components/import/apply/ConfirmImport.svelte';
import EarlierReview from '../../../src/lib/components/import/file/EarlierReview.svelte';
import FixesPanel from '../../../src/lib/components/import/issues/FixesPanel.svelte';
import NewsNotice from '../../../src/lib/components/import/issues/NewsNotice.svelte';
import StatusPanel from '../../../src/lib/components/import/issues/StatusPanel.svelte';
import SuggestionList from '../../../src/lib/components/import/issues/SuggestionList.svelte';
import type { FixSummary, FixedRow } from '../../../src/lib/import/fix.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { clearEmptyCells, noMapping } from '../../../src/lib/import/mapping.ts';
import type { ReviewSummary, StatusWord } from '../../../src/lib/import/worker-api.ts';
import { axeViolations } from '../../support/axe-violations.ts';
import { csvFile } from '../../support/csv-fixtures.ts';
import { fakeImportServer } from '../../support/fake-import-server.ts';
import { fileSummary, reviewSummary } from '../../support/import-pieces.ts';

let session: ImportSession;

beforeEach(async () => {
	await page.viewport(1280, 800);
	session = new ImportSession({ limits: defaultLimits, server: fakeImportServer() });
});

afterEach(() => session.dispose());

/** Puts a review on the screen without a worker. */
function review(fields: Partial<ReviewSummary>): void {
	session.file = { file: csvFile('email\n'), options: {}, handle: null, summary: fileSummary([]) };
	session.preview = { importId: crypto.randomUUID(), summary: reviewSummary(fields) };
	session.step = { kind: 'review', preview: session.preview };
}

/** What every panel must pass: no axe finding in light and dark, and nothing off the side at 320 px. */
async function expectAccessible(container: Element): Promise<void> {
	for (const scheme of ['light', 'dark']) {
		document.documentElement.style.colorScheme = scheme;
		expect(await axeViolations(container)).toEqual([]);
	}
	document.documentElement.style.colorScheme = '';
	await page.viewport(320, 640);
	const { scrollWidth, clientWidth } = document.documentElement;
	expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
}

const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

describe('W4 suggested fixes', () => {
	const suggestions: ReviewSummary['suggestions'] = [
		{
			field: 'email',
			reason: 'near-domain',
			count: 2,
			first: [2, 9].map((row) => ({ row, before: `a${row}@gmial.com`, after: `a${row}@gmail.com` }))
		},
		{
			field: 'creditLimit',
			reason: 'amount',
			count: 12,
			first: [
				{ row: 3, before: '$1,250.00', after: '1250.00' },
				{ row: 4, before: '1\u00a0250,00', after: '1250.00' },
				{ row: 5, before: long, after: '1.00' }
			]
		},
		{
			field: 'email',
			reason: 'invisible',
			count: 1,
			first: [{ row: 7, before: 'ann\u200b@x.co', after: 'ann@x.co' }]
		}
	];

	async function show() {
		const handlers = { onfix: vi.fn(), onjump: vi.fn() };
		return { ...handlers, screen: await render(SuggestionList, { session, ...handlers }) };
	}

	test('all alike by one press, which names what it fixes', async () => {
		review({ suggestions });
		const { screen, onfix } = await show();
		await screen.getByRole('button', { name: 'Fix all 12: 12 credit limits with currency signs' }).click();
		expect(onfix).toHaveBeenCalledWith({ kind: 'accept-alike', field: 'creditLimit', reason: 'amount' });
		await expect.element(screen.getByRole('heading', { name: 'Suggested fixes' })).toHaveFocus();
	});

	test('before and after are told apart without color, and marks are named', async () => {
		review({ suggestions });
		const { screen } = await show();
		const item = screen.getByRole('listitem').filter({ hasText: 'Row 7' }).last();
		await expect.element(item).toHaveTextContent('was ann•(zero-width space)@x.co now → ann@x.co');
		await expect.element(screen.getByText('and 9 more')).toBeVisible();
	});

	test('a mistyped domain is a question, behind what is wrong, and its rows can be looked at', async () => {
		review({ suggestions });
		const { screen, onjump } = await show();
		const titles = screen.getByRole('heading', { level: 3 }).elements();
		expect(titles.at(-1)?.textContent).toBe('2 addresses may be mistyped: gmial.com → gmail.com');
		await expect.element(screen.getByText('They are valid as they are; look first.')).toBeVisible();
		await screen.getByRole('button', { name: 'Row 9' }).click();
		expect(onjump).toHaveBeenCalledWith(9);
	});

	test('is accessible, and nothing without suggestions', async () => {
		review({ suggestions });
		const { screen } = await show();
		await expectAccessible(screen.container);
		review({});
		await expect.element(screen.getByRole('region')).not.toBeInTheDocument();
	});
});

describe('V3 status values', () => {
	const vip: StatusWord = { word: 'vip', rows: 1203, becomes: 'ACTIVE', isKnown: false, unblocks: 3 };
	const hold: StatusWord = { word: 'on hold', rows: 2, becomes: 'ACTIVE', isKnown: false, unblocks: 0 };
	const known: StatusWord[] = [
		{ word: 'Active', rows: 380, becomes: 'ACTIVE', isKnown: true, unblocks: 0 },
		{ word: 'blocked', rows: 1, becomes: 'BLOCKED', isKnown: true, unblocks: 0 }
	];

	function words(...statusWords: StatusWord[]): Partial<ReviewSummary> {
		const unknown = statusWords.filter(({ isKnown }) => !isKnown);
		const unblocks = unknown.reduce((sum, word) => sum + word.unblocks, 0);
		const warning = {
			code: 'UNKNOWN_STATUS',
			words: unknown,
			count: unknown.length,
			rows: 9,
			unblocks
		} as const;
		return {
			statusWords,
			statusWordCount: statusWords.length,
			warnings: unknown.length > 0 ? [warning] : []
		};
	}

	async function show() {
		const onfix = vi.fn();
		return { onfix, screen: await render(StatusPanel, { session, onfix }) };
	}

	test('each with its count and what it becomes, louder where it would unblock someone', async () => {
		review(words(vip, hold, ...known));
		const { screen } = await show();
		await expect
			.element(
				screen.getByRole('heading', {
					name: '2 unknown statuses, read as Active: 3 customers would be unblocked'
				})
			)
			.toBeVisible();
		await expect
			.element(
				screen.getByRole('row', { name: 'vip 1,203 Active would unblock 3 customers Read as Blocked: vip' })
			)
			.toBeVisible();
		await expect
			.element(screen.getByRole('row', { name: 'on hold 2 Active Read as Blocked: on hold' }))
			.toBeVisible();
		await expect
			.element(screen.getByRole('listitem').filter({ hasText: 'blocked (1)' }))
			.toHaveTextContent(/Blocked$/);
	});

	test('one press reads a word as Blocked', async () => {
		review(words(vip, hold));
		const { screen, onfix } = await show();
		await screen.getByRole('button', { name: 'Read as Blocked: on hold' }).click();
		expect(onfix).toHaveBeenCalledWith({ kind: 'block-word', word: 'on hold' });
		await expect.element(screen.getByRole('heading')).toHaveFocus();
	});

	test('a known word is one line, until it is asked for', async () => {
		review(words(...known));
		const { screen } = await show();
		await expect.element(screen.getByRole('heading')).not.toBeInTheDocument();
		await expect.element(screen.getByText('Active (380)')).not.toBeVisible();
		await screen.getByText('Status: every value is a known word').click();
		await expect.element(screen.getByText('Active (380)')).toBeVisible();
		expect(await axeViolations(screen.container)).toEqual([]);
	});

	test('many are shortened, and what is not listed is counted', async () => {
		const many = Array.from({ length: 10 }, (_, i) => ({ ...hold, word: `word ${i}` }));
		review({ ...words(...many), statusWordCount: 22 });
		const { screen } = await show();
		await expect.element(screen.getByText('and 12 more values')).toBeVisible();
		await expect.element(screen.getByText('word 9')).not.toBeInTheDocument();
		await screen.getByRole('button', { name: 'Show all 10' }).click();
		await expect.element(screen.getByText('word 9')).toBeVisible();
	});

	test('is accessible, and nothing without a status column', async () => {
		review(words({ ...vip, word: long }, hold, ...known));
		const { screen } = await show();
		await expectAccessible(screen.container);
		review({});
		await vi.waitFor(() => expect(screen.container.textContent.trim()).toBe(''));
	});
});

describe('W4 W5 the list of fixes', () => {
	const amounts: FixSummary = {
		id: 1,
		kind: 'cells',
		reason: 'amount',
		column: 'Credit limit',
		count: 140,
		first: rows(2, 3)
	};
	const typed: FixSummary = {
		id: 2,
		kind: 'cells',
		reason: 'typed',
		column: 'Email',
		count: 1,
		first: [{ row: 12, before: `bob@${long}`, after: 'bob@x.co' }]
	};
	const aside: FixSummary = {
		id: 3,
		kind: 'set-aside',
		reason: null,
		column: '',
		count: 3,
		first: [20, 21, 22].map((row) => ({
			row,
			before: 'Not a valid email. Example: name@company.com',
			after: ''
		}))
	};

	function rows(from: number, n: number): FixedRow[] {
		return Array.from({ length: n }, (_, i) => ({
			row: from + i,
			before: `$${from + i}`,
			after: `${from + i}`
		}));
	}

	async function show(fixes: FixSummary[] = [amounts, typed, aside]) {
		review({ fixes, fixedRows: 141, asideRows: 3 });
		const onfix = vi.fn();
		return { onfix, screen: await render(FixesPanel, { session, onfix }) };
	}

	test('every fix, newest first, with its way back', async () => {
		const { screen, onfix } = await show();
		await expect.element(screen.getByRole('heading', { name: '3 fixes' })).toBeVisible();
		const buttons = screen.getByRole('button', { name: /^Undo: / }).elements();
		expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
			'Undo: 3 rows left out',
			'Undo: Email, row 12: typed here',
			'Undo: Credit limit, 140 rows: currency signs and separators'
		]);
		await screen.getByRole('button', { name: 'Undo: Email, row 12' }).click();
		expect(onfix).toHaveBeenCalledWith({ kind: 'undo', id: 2 });
		await expect.element(screen.getByRole('heading', { name: '3 fixes' })).toHaveFocus();
	});

	test('each row of a fix can be seen and taken back by itself', async () => {
		const fixRows = vi
			.spyOn(session.ask, 'fixRows')
			.mockImplementation(async (_, offset) => rows(2 + offset, 100));
		const { screen, onfix } = await show();
		await screen.getByText('Credit limit, 140 rows').click();
		await screen.getByRole('button', { name: 'Show 100 more of 137' }).click();
		expect(fixRows).toHaveBeenCalledWith(1, 3);
		await screen.getByRole('button', { name: 'Undo row 104' }).click();
		expect(onfix).toHaveBeenCalledWith({ kind: 'undo', id: 1, row: 104 });
		await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('SUMMARY'));
		await expect.element(screen.getByRole('button', { name: 'Show 37 more of 37' })).toBeVisible();
	});

	test('a row taken back leaves the open list, which stays open', async () => {
		let firstRow = 2;
		vi.spyOn(session.ask, 'fixRows').mockImplementation(async (_, offset) => rows(firstRow + offset, 100));
		const { screen } = await show();
		await screen.getByText('Credit limit, 140 rows').click();
		await screen.getByRole('button', { name: 'Show 100 more of 137' }).click();
		await expect.element(screen.getByText('Row 104', { exact: true })).toBeVisible();
		firstRow = 3;
		review({ fixes: [{ ...amounts, count: 139, first: rows(3, 3) }] });
		await expect.element(screen.getByText('Row 105', { exact: true })).toBeVisible();
		await expect.element(screen.getByText('Row 2', { exact: true })).not.toBeInTheDocument();
		const listed = screen.getByRole('button', { name: /^Undo row/ }).elements();
		expect(listed).toHaveLength(103);
	});

	test('to undo all of several is asked first, and Escape keeps them', async () => {
		const { screen, onfix } = await show();
		await screen.getByRole('button', { name: 'Undo all' }).click();
		await expect.element(screen.getByRole('button', { name: 'Keep them' })).toHaveFocus();
		await userEvent.keyboard('{Escape}');
		await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
		expect(onfix).not.toHaveBeenCalled();
		await screen.getByRole('button', { name: 'Undo all' }).click();
		await screen.getByRole('dialog').getByRole('button', { name: 'Undo all' }).click();
		await vi.waitFor(() => expect(onfix).toHaveBeenCalledWith({ kind: 'undo-all' }));
	});

	test('to undo the only one is not asked', async () => {
		const { screen, onfix } = await show([typed]);
		await screen.getByRole('button', { name: 'Undo all' }).click();
		expect(onfix).toHaveBeenCalledWith({ kind: 'undo-all' });
	});

	test('the corrected file and the rows left out are saved under names of their own', async () => {
		const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
			this: HTMLAnchorElement
		) {
			names.push(this.download);
		});
		const names: string[] = [];
		vi.spyOn(session.ask, 'correctedFile').mockResolvedValue({
			blob: new Blob(['x']),
			encodingChanged: true
		});
		vi.spyOn(session.ask, 'asideFile').mockResolvedValue(new Blob(['x']));
		try {
			const { screen } = await show();
			await screen.getByRole('button', { name: 'Download corrected CSV' }).click();
			await expect.element(screen.getByRole('status')).toHaveTextContent('Saved as UTF-8');
			await screen.getByRole('button', { name: 'Download rows left out (3)' }).click();
			await vi.waitFor(() => expect(names).toEqual(['customers-corrected.csv', 'customers-left-out.csv']));
		} finally {
			saved.mockRestore();
		}
	});

	test('a file that cannot be made is said', async () => {
		const { screen } = await show();
		await screen.getByRole('button', { name: 'Download corrected CSV' }).click();
		await expect.element(screen.getByRole('status')).toHaveTextContent('The file could not be made.');
	});

	test('is accessible, open and closed, and nothing without fixes', async () => {
		const { screen } = await show();
		await screen.getByText('3 rows left out', { exact: true }).first().click();
		await screen.getByText('Credit limit, 140 rows').click();
		await expectAccessible(screen.container);
		review({});
		await expect.element(screen.getByRole('region')).not.toBeInTheDocument();
	});
});

describe('W4 news', () => {
	async function show(news: ImportNews | null) {
		review({});
		session.news = news;
		return await render(NewsNotice, { session });
	}

	test('what another file resolved, and which fixes were made again', async () => {
		const [before, after] = [reviewSummary({ issueCount: 14 }), reviewSummary({ issueCount: 2 })];
		const adopted = { kept: 3, settled: 2, dropped: 1 };
		const screen = await show({ kind: 'replaced', before, after, adopted, run: null });
		const status = screen.getByRole('status');
		await expect.element(status).toHaveTextContent('The file was replaced: 14 issues → 2.');
		await expect
			.element(status)
			.toHaveTextContent('3 fixes made again, 2 no longer needed (the file has them), 1 no longer fits.');
		await expectAccessible(screen.container);
	});

	test('a review that is back after a reload can be discarded', async () => {
		const screen = await show({ kind: 'restored', savedAt: new Date().setHours(14, 3) });
		await expect
			.element(screen.getByRole('status'))
			.toHaveTextContent('Your review of customers.csv from 14:03 is back.');
		await expectAccessible(screen.container);
		await screen.getByRole('button', { name: 'Discard' }).click();
		expect(session.step.kind).toBe('choose');
	});

	test('a file that cannot be read again is said, and what to do', async () => {
		const screen = await show({ kind: 'not-read' });
		await expect.element(screen.getByRole('status')).toHaveTextContent('use Replace file to choose it again');
		await expectAccessible(screen.container);
	});

	test('is brought to the screen of someone who is far down, each time', async () => {
		const [before, after] = [reviewSummary({ issueCount: 2 }), reviewSummary({ issueCount: 1 })];
		const screen = await show(null);
		const rows = document.createElement('div');
		rows.style.height = '5000px';
		screen.container.append(rows);
		for (let again = 0; again < 2; again++) {
			scrollTo({ top: 3000 });
			session.news = { kind: 'replaced', before, after, adopted: null, run: null };
			await expect.element(screen.getByText('2 issues → 1', { exact: false })).toBeInViewport();
		}
	});

	test('what fixes did is not repeated above the rows', async () => {
		const summary = reviewSummary();
		const screen = await show({
			kind: 'fixed',
			request: { kind: 'undo-all' },
			before: summary,
			after: summary
		});
		expect(screen.container.textContent.trim()).toBe('');
	});
});

describe('W9 an unusual size', () => {
	const confirmations: ReviewSummary['confirmations'] = [
		{ code: 'MANY_CHANGES', updates: 412, customers: 1204 },
		{ code: 'MANY_BLOCKED', rows: 14 },
		{ code: 'TENFOLD_LIMIT', rows: 3, example: { row: 12, from: '1000.00', to: '10000.00' } }
	];

	async function show() {
		const screen = await render(ConfirmImport, { session });
		return { screen, ask: () => screen.component.ask() };
	}

	test('asks, names each reason, and the focus is on the way back', async () => {
		review({ confirmations });
		const { screen, ask } = await show();
		const answer = ask();
		const dialog = screen.getByRole('dialog', { name: 'Look once more before you import' });
		await expect.element(dialog.getByText('412 of your 1,204 customers will change.')).toBeVisible();
		await expect.element(dialog.getByText('14 customers will be blocked.')).toBeVisible();
		await expect.element(dialog.getByText(/such as on row 12: 1,000.00 → 10,000.00/)).toBeVisible();
		await expect.element(dialog.getByRole('button', { name: 'Back to the preview' })).toHaveFocus();
		await expectAccessible(screen.container);
		await userEvent.keyboard('{Enter}');
		expect(await answer).toBe(false);
	});

	test('goes on after a deliberate press only', async () => {
		review({ confirmations });
		const { screen, ask } = await show();
		const first = ask();
		await userEvent.keyboard('{Escape}');
		expect(await first).toBe(false);
		const second = ask();
		await screen.getByRole('button', { name: 'Import anyway' }).click();
		expect(await second).toBe(true);
	});

	test('a second press while it asks is no answer', async () => {
		review({ confirmations });
		const { screen, ask } = await show();
		const first = ask();
		expect(await ask()).toBe(false);
		await screen.getByRole('button', { name: 'Import anyway' }).click();
		expect(await first).toBe(true);
	});

	test('an answer about another preview does not count', async () => {
		review({ confirmations });
		const { screen, ask } = await show();
		const answer = ask();
		review({ confirmations });
		await screen.getByRole('button', { name: 'Import anyway' }).click();
		expect(await answer).toBe(false);
	});

	test('a usual import, and one that is tried again, go on at once', async () => {
		review({});
		const { ask } = await show();
		expect(await ask()).toBe(true);
		review({ confirmations });
		session.step = { kind: 'failed', failure: { kind: 'unreachable' }, written: 'no' };
		expect(await ask()).toBe(true);
	});
});

test('W4 a review of an earlier visit is offered by its file and time', async () => {
	const draft = {
		file: csvFile('email\n', `${long}.csv`),
		options: {},
		handle: null,
		mapping: noMapping,
		emptyCells: clearEmptyCells,
		fixes: new Blob(),
		savedAt: new Date().setHours(14, 3)
	};
	const handlers = { oncontinue: vi.fn(), ondiscard: vi.fn() };
	const screen = await render(EarlierReview, { draft, ...handlers });
	await expect.element(screen.getByText(`${long}.csv, from 14:03.`)).toBeVisible();
	await screen.getByRole('button', { name: 'Continue' }).click();
	await screen.getByRole('button', { name: 'Discard' }).click();
	expect(handlers.oncontinue).toHaveBeenCalledOnce();
	expect(handlers.ondiscard).toHaveBeenCalledOnce();
	await expectAccessible(screen.container);
});
