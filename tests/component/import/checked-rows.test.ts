import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import { ImportSession } from '../../../src/lib/browser/import-session.svelte.ts';
import ImportScreen from '../../../src/lib/components/import/ImportScreen.svelte';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { axeViolations } from '../../support/axe-violations.ts';
import { customer } from '../../support/core.ts';
import { csvFile } from '../../support/csv-fixtures.ts';
import { type PlanningServer, planningServer } from '../../support/planning-server.ts';

// Six rows, of which two have an issue, in two lookups.
const text = 'email,name,status\na@x.co,Ann,\nb@x.co,Ben,\nnobody,Cy,\nd@x.co,Di,\ne@x.co,Ed,\na@x.co,Ann,\n';
const limits = { ...defaultLimits, maxRows: 3 };

let server: PlanningServer;
let session: ImportSession;
/** Lets the server answer. */
let goOn: () => void;

beforeEach(async () => {
	await page.viewport(1280, 800);
	server = planningServer([customer('a@x.co', { name: 'Ann' }), customer('b@x.co', { name: 'Old' })]);
	const { promise, resolve } = Promise.withResolvers<void>();
	goOn = resolve;
	const { lookup } = server;
	server.lookup = async (emails, signal) => {
		await promise;
		return lookup(emails, signal);
	};
	session = new ImportSession({ limits, server, lookupDelayMs: 0, lookupRetryDelaysMs: [] });
});

afterEach(() => session.dispose());

async function showFile(content = text) {
	const screen = await render(ImportScreen, { session, userId: 'olive' });
	await screen.getByLabelText('Choose file').upload(csvFile(content));
	return screen;
}

function rowHeaders(): (string | null)[] {
	return page
		.getByRole('grid')
		.getByRole('rowheader')
		.elements()
		.map((cell) => cell.querySelector('bdi')?.textContent ?? cell.textContent);
}

const many = `email,name\n${['a', 'b', 'c', 'd'].map((name) => `${name}@x.co,${name}\n`).join('')}nobody,N\n`;

test('W2, I4 what is known of a large file is on the screen while it is compared, then the review', async () => {
	const screen = await showFile(many);
	await expect.element(screen.getByText('4 without issues')).toBeVisible();
	await expect.element(screen.getByText('1 issue', { exact: true })).toBeVisible();
	await expect.element(screen.getByRole('progressbar', { name: 'Compared so far' })).toBeVisible();
	await expect.element(screen.getByRole('grid')).toHaveAttribute('aria-readonly', 'true');
	await expect.element(screen.getByRole('rowheader', { name: 'nobody' })).toBeVisible();
	await vi.waitFor(() => expect(rowHeaders()).toHaveLength(5));
	expect(rowHeaders()).toEqual(['nobody', 'a@x.co', 'b@x.co', 'c@x.co', 'd@x.co']);
	await expect.element(screen.getByText('Not a valid email', { exact: true })).toBeVisible();
	expect(session.preview).toBeNull();
	expect(session.obstacle).toBe('checking');
	expect(await axeViolations(screen.container)).toEqual([]);

	goOn();
	await expect.element(screen.getByText('2 to create', { exact: true })).toBeVisible();
	await expect.element(screen.getByText('without issues')).not.toBeInTheDocument();
	expect(session.checked).toBeNull();
});

test('A7 it is announced, and the focus stays where somebody is who reads on', async () => {
	const screen = await showFile(many);
	const news = '4 rows without issues, 1 issue. Checking against your customers';
	await expect.element(screen.getByText(news)).toBeInTheDocument();
	await expect.element(screen.getByRole('heading', { level: 1 })).toHaveFocus();
	await userEvent.tab();
	const focused = document.activeElement;
	goOn();
	await expect.element(screen.getByText('2 to create', { exact: true })).toBeVisible();
	expect(document.activeElement).toBe(focused);
});

test('W2 the rows are only looked at: moved in by keyboard, and nothing is fixed, filtered or opened', async () => {
	const screen = await showFile(many);
	await screen.getByRole('rowheader', { name: 'nobody' }).click();
	await userEvent.keyboard('{ArrowDown}');
	await expect.element(screen.getByRole('rowheader', { name: 'a@x.co' })).toHaveFocus();
	for (const key of ['{F8}', '{F2}', 'x', '{Enter}', '2', 'u', '/']) {
		await userEvent.keyboard(key);
		await expect.element(screen.getByText('still being compared with your customers')).toBeInTheDocument();
	}
	await expect.element(screen.getByRole('rowheader', { name: 'a@x.co' })).toHaveFocus();
	expect(screen.getByRole('dialog').elements()).toEqual([]);
	expect(session.rows.query).toEqual({ filter: 'all', search: '' });

	goOn();
	await expect.element(screen.getByText('2 to create', { exact: true })).toBeVisible();
	// The cell that had the focus is gone.
	await vi.waitFor(() => expect(document.activeElement?.id).toBe('plan-counts'));
	await userEvent.keyboard('{F8}');
	await expect.element(screen.getByText('Issue 1 of 1').first()).toBeInTheDocument();
});

test('A7 who has gone elsewhere meanwhile keeps the focus there', async () => {
	const screen = await showFile(many);
	await screen.getByRole('rowheader', { name: 'nobody' }).click();
	await userEvent.keyboard('{ArrowDown}');
	(screen.getByRole('button', { name: 'Cancel' }).element() as HTMLElement).focus();
	goOn();
	await expect.element(screen.getByRole('rowheader', { name: 'a@x.co' })).toBeVisible();
	await expect.element(screen.getByText('2 to create', { exact: true })).toBeVisible();
	await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus();
});

test('a file of one lookup is shown when it is compared', async () => {
	const screen = await showFile('email\na@x.co\n');
	await vi.waitFor(() => expect(session.step.kind).toBe('looking-up'));
	goOn();
	await expect.element(screen.getByText('1 unchanged', { exact: true })).toBeVisible();
	expect(session.checked).toBeNull();
});

test('what was shown goes with its file, its addresses, and when they cannot be looked up', async () => {
	const screen = await showFile(many);
	await expect.element(screen.getByText('4 without issues')).toBeVisible();
	await session.mapField('email', null);
	expect(session.checked).toBeNull();
	await expect.element(screen.getByText('4 without issues')).not.toBeInTheDocument();

	void session.mapField('email', 0);
	await expect.element(screen.getByText('4 without issues')).toBeVisible();
	server.mishap = () => 'lost-request';
	goOn();
	await expect.element(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
	expect(session.checked).toBeNull();

	server.mishap = () => null;
	await screen.getByLabelText('Replace file').upload(csvFile(text));
	await expect.element(screen.getByText('2 to create', { exact: true })).toBeVisible();
	session.cancel();
	expect(session.checked).toBeNull();
});
