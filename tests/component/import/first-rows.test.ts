import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import type { LookedUp, ServerAnswer } from '../../../src/lib/browser/import-server.ts';
import { ImportSession } from '../../../src/lib/browser/import-session.svelte.ts';
import { type ImportWorker, createImportWorker } from '../../../src/lib/browser/import-worker.ts';
import ImportScreen from '../../../src/lib/components/import/ImportScreen.svelte';
import { toColumns } from '../../../src/lib/customer/customer-columns.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { axeViolations } from '../../support/axe-violations.ts';
import { csvFile } from '../../support/csv-fixtures.ts';
import { type FakeImportServer, fakeImportServer } from '../../support/fake-import-server.ts';

let server: FakeImportServer;
let session: ImportSession;
/** Lets the worker's answer through, or the server's. */
let goOn: { answer: () => void; lookup: () => void };

/** Real ones, but that what is asked of them is answered when a test says so. */
beforeEach(async () => {
	await page.viewport(1280, 800);
	server = fakeImportServer();
	const answer = gate();
	const lookup = gate();
	goOn = { answer: answer.open, lookup: lookup.open };
	const found: ServerAnswer<LookedUp> = {
		kind: 'answer',
		value: { customers: toColumns([]), usage: { allowed: null, present: 0 } }
	};
	server.answers.lookup = [lookup.opened.then(() => found)];
	session = new ImportSession({
		limits: defaultLimits,
		server,
		worker: answeringAfter(createImportWorker(), answer.opened),
		lookupDelayMs: 0
	});
});

afterEach(() => session.dispose());

function gate(): { open: () => void; opened: Promise<void> } {
	let open: () => void = () => undefined;
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { open, opened };
}

function answeringAfter(worker: ImportWorker, opened: Promise<void>): ImportWorker {
	return {
		...worker,
		async open(...file) {
			const answer = await worker.open(...file);
			await opened;
			return answer;
		}
	};
}

/** Two columns are joined, one is of passwords; each row has about a kilobyte. */
function longFile(rows = 1500): File {
	const note = 'delivers early '.repeat(66);
	const lines = Array.from(
		{ length: rows },
		(_, i) => `shop${i}@x.example,Ann,Lee ${i},hunter2,"${note}",${i}.50`
	);
	return csvFile(`email,first name,last name,password,notes,creditLimit\n${lines.join('\n')}\n`);
}

async function show() {
	return await render(ImportScreen, { session, userId: 'olive' });
}

function firstRows() {
	return page.getByTestId('first-rows');
}

describe('I3 the beginning of a long file', () => {
	test('is on the screen while the rest is read and looked up, by field, and goes for the preview', async () => {
		const screen = await show();
		await screen.getByLabelText('Choose file').upload(longFile());
		await expect.element(firstRows()).toBeVisible();
		expect(session.step.kind).toBe('reading');
		await expect.element(screen.getByText('Reading the rest…')).toBeVisible();
		await expect.element(screen.getByRole('progressbar', { name: 'Read so far' })).toBeVisible();
		const headings = firstRows().getByRole('columnheader').elements();
		expect(headings.map(({ textContent }) => textContent)).toEqual(['Row', 'Email', 'Notes', 'Credit limit']);
		expect(firstRows().getByRole('row').elements()).toHaveLength(51);
		await expect.element(firstRows().getByRole('cell', { name: 'shop49@x.example' })).toBeInTheDocument();
		expect(await axeViolations(screen.container)).toEqual([]);

		goOn.answer();
		await expect.element(screen.getByRole('progressbar', { name: 'Compared so far' })).toBeVisible();
		await expect.element(firstRows()).toBeVisible();
		await expect.poll(() => server.lookups).toHaveLength(1);
		expect(await axeViolations(screen.container)).toEqual([]);

		goOn.lookup();
		await expect.element(screen.getByText('1,500 to create', { exact: true }).first()).toBeVisible();
		await expect.element(firstRows()).not.toBeInTheDocument();
	});

	test('P9 shows nothing of a password', async () => {
		const screen = await show();
		await screen.getByLabelText('Choose file').upload(longFile());
		await expect.element(firstRows()).toBeVisible();
		expect(JSON.stringify(session.beginning)).not.toContain('hunter2');
		expect(document.body.textContent).not.toContain('hunter2');
	});

	test('A7 has the heading focused and is announced once, whatever is read meanwhile', async () => {
		const screen = await show();
		const spoken: string[] = [];
		const live = screen.container.querySelector('p[role="status"]');
		const listening = new MutationObserver(() => spoken.push(live?.textContent ?? ''));
		listening.observe(live ?? document.body, { childList: true, subtree: true, characterData: true });
		await screen.getByLabelText('Choose file').upload(longFile());
		await expect.element(screen.getByRole('heading', { level: 1, name: 'Preview the import' })).toHaveFocus();
		const news = 'The first 50 rows of the file are here. Reading the rest';
		await vi.waitFor(() => expect(spoken).toContain(news), 3000);
		session.step = { ...(session.step as { kind: 'reading' } & typeof session.step) };
		goOn.answer();
		await vi.waitFor(() => expect(spoken.at(-1)).toBe('Checking against your customers'), 3000);
		expect(spoken.filter((text) => text === news)).toHaveLength(1);
		listening.disconnect();
	});

	test('keeps its place, its focus and what is open when the rest is here', async () => {
		const screen = await show();
		await screen.getByLabelText('Choose file').upload(longFile());
		await expect.element(firstRows()).toBeVisible();
		const rows = screen.getByRole('group', { name: 'The first 50 rows' });
		(rows.element() as HTMLElement).focus();
		await userEvent.keyboard('{ArrowDown}');
		const { top } = firstRows().element().getBoundingClientRect();
		const scrolled = rows.element().scrollTop;
		goOn.answer();
		await expect.element(screen.getByRole('progressbar', { name: 'Compared so far' })).toBeVisible();
		await expect.element(rows).toHaveFocus();
		const moved = firstRows().element().getBoundingClientRect().top - top;
		expect(Math.abs(moved + rows.element().scrollTop - scrolled)).toBeLessThan(2);
		await expect.element(screen.getByText('1,500 rows', { exact: false }).first()).toBeVisible();
	});

	test('can be left by Cancel, and by another file', async () => {
		const screen = await show();
		await screen.getByLabelText('Choose file').upload(longFile());
		await expect.element(firstRows()).toBeVisible();
		await screen.getByRole('button', { name: 'Cancel' }).click();
		await expect.element(screen.getByLabelText('Choose file')).toBeInTheDocument();
		expect(session.beginning).toBeNull();

		await screen.getByLabelText('Choose file').upload(longFile());
		await expect.element(firstRows()).toBeVisible();
		await screen.getByLabelText('Replace file').upload(csvFile('email\nnew@x.example\n'));
		goOn.answer();
		goOn.lookup();
		await expect.element(screen.getByRole('rowheader', { name: 'new@x.example' })).toBeVisible();
		await expect.element(firstRows()).not.toBeInTheDocument();
	});

	test('I5 goes when the rest says that the file cannot be imported', async () => {
		session.dispose();
		const limits = { ...defaultLimits, maxRows: 1000, file: { ...defaultLimits.file, maxRows: 1000 } };
		const worker = answeringAfter(createImportWorker(), new Promise((resolve) => (goOn.answer = resolve)));
		session = new ImportSession({ limits, server, worker });
		const screen = await show();
		await screen.getByLabelText('Choose file').upload(longFile());
		await expect.element(firstRows()).toBeVisible();
		goOn.answer();
		await expect.element(screen.getByText(/1,500 customers; the limit is 1,000/)).toBeVisible();
		await expect.element(firstRows()).not.toBeInTheDocument();
	});

	test('M7 is not asked for in vain where no column holds the addresses', async () => {
		const screen = await show();
		const content = `owner,shop\n${`new@x.example,${'Deli '.repeat(200)}\n`.repeat(1500)}`;
		await screen.getByLabelText('Choose file').upload(csvFile(content));
		goOn.answer();
		await expect.element(screen.getByLabelText('Column for Email')).toHaveFocus();
		await expect.element(firstRows()).not.toBeInTheDocument();
	});

	test('1.4.10 has the rows as cards at 320 px, and nothing is cut off', async () => {
		await page.viewport(320, 640);
		const screen = await show();
		await screen.getByLabelText('Choose file').upload(longFile());
		await expect.element(firstRows()).toBeVisible();
		expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
		const frame = screen.getByRole('group', { name: 'The first 50 rows' }).element();
		expect(frame.scrollWidth).toBeLessThanOrEqual(frame.clientWidth);
		expect(await axeViolations(screen.container)).toEqual([]);
	});
});

test('I3 a short file has no beginning to show: it is here at once', async () => {
	const screen = await show();
	const shown = vi.fn();
	const watching = new MutationObserver(() => {
		if (document.querySelector('[data-testid="first-rows"]')) shown();
	});
	watching.observe(document.body, { childList: true, subtree: true });
	goOn.answer();
	goOn.lookup();
	await screen.getByLabelText('Choose file').upload(longFile(500));
	await expect.element(screen.getByText('500 to create', { exact: true }).first()).toBeVisible();
	watching.disconnect();
	expect(shown).not.toHaveBeenCalled();
});
