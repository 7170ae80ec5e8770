import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import { toColumns } from '../../../src/lib/customer/customer-columns.ts';
import { ImportSession } from '../../../src/lib/browser/import-session.svelte.ts';
import ImportScreen from '../../../src/lib/components/import/ImportScreen.svelte';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { axeViolations } from '../../support/axe-violations.ts';
import { csvFile, csvFixture } from '../../support/csv-fixtures.ts';
import { type FakeImportServer, fakeImportServer } from '../../support/fake-import-server.ts';

let server: FakeImportServer;
let session: ImportSession;

beforeEach(async () => {
	await page.viewport(1280, 800);
	server = fakeImportServer();
	session = new ImportSession({ limits: defaultLimits, server, lookupDelayMs: 0, settleDelaysMs: [0] });
});

afterEach(() => session.dispose());

async function show() {
	return await render(ImportScreen, { session, userId: 'olive' });
}

type Screen = Awaited<ReturnType<typeof show>>;

async function choose(screen: Screen, file: File): Promise<void> {
	await screen.getByLabelText('Choose file').upload(file);
}

function focused(): Element | null {
	return document.activeElement;
}

test('I1 the limits, the template, the format and a sample are at hand', async () => {
	const screen = await show();
	await expect
		.element(
			screen.getByText(
				'Up to 5,000 rows and 2 MB in one import; larger files of up to 100,000 rows and 50 MB come as several. Only an email column is required.'
			)
		)
		.toBeVisible();
	await expect.element(screen.getByRole('link', { name: 'Download template' })).toBeVisible();
	await expect.element(screen.getByRole('link', { name: 'CSV format' }).first()).toBeVisible();
	await expect.element(screen.getByRole('button', { name: 'Try with sample data' })).toBeVisible();
	expect(document.title).toBe('Import customers');
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('A7 from a chosen file to the result, with the focus on the heading of each step', async () => {
	const screen = await show();
	await choose(screen, await csvFixture('aliases-semicolon-bom.csv'));
	await expect.element(screen.getByText('2 to create', { exact: true }).first()).toBeVisible();
	await expect.element(screen.getByRole('heading', { level: 1 })).toHaveFocus();
	expect(document.title).toBe('Preview - Import customers');
	expect(await axeViolations(screen.container)).toEqual([]);
	await screen.getByRole('button', { name: 'Import 2 customers' }).click();
	await expect.element(screen.getByRole('heading', { name: 'Import finished' })).toHaveFocus();
	await expect
		.element(screen.getByRole('link', { name: 'Audit log entry' }))
		.toHaveAttribute('href', '/dashboard/settings/audit-log?entry=0192f0c1-2345-7000-8000-000000000001');
	expect(await axeViolations(screen.container)).toEqual([]);
	await screen.getByRole('button', { name: 'Import another file' }).click();
	await expect.element(screen.getByLabelText('Choose file')).toBeInTheDocument();
});

test('I1 a file can be dropped anywhere on the page, also in place of another', async () => {
	const screen = await show();
	drop(csvFile('email\nfirst@x.co\n'));
	await expect.element(screen.getByRole('rowheader', { name: 'first@x.co' })).toBeVisible();
	drop(csvFile('email\nsecond@x.co\n'));
	await expect.element(screen.getByRole('rowheader', { name: 'second@x.co' })).toBeVisible();
	await expect.element(screen.getByRole('rowheader', { name: 'first@x.co' })).not.toBeInTheDocument();
});

test('I1 cells pasted from a spreadsheet are a file', async () => {
	const screen = await show();
	paste('email\tname\nann@x.co\tAnn, "A" & Co\n');
	await expect.element(screen.getByRole('rowheader', { name: 'ann@x.co' })).toBeVisible();
	await expect.element(screen.getByText('pasted-cells.tsv')).toBeVisible();
	await expect.element(screen.getByText('Tab · UTF-8 · header in row 1')).toBeVisible();
});

test('I1 a word that is pasted is no file', async () => {
	await show();
	paste('hello');
	expect(session.step.kind).toBe('choose');
});

describe('W3 W4 issues', () => {
	test('disable Import, which leads to the list of issues, which leads to the row', async () => {
		const screen = await show();
		await choose(screen, await csvFixture('issues.csv'));
		await expect.element(screen.getByRole('heading', { name: '6 issues in 5 rows' })).toBeVisible();
		expect(document.title).toBe('6 issues - Import customers');
		await screen.getByRole('button', { name: 'Import', exact: true }).click({ force: true });
		await expect.element(screen.getByRole('heading', { name: '6 issues in 5 rows' })).toHaveFocus();
		await screen.getByRole('button', { name: /^Row 4 / }).click();
		await vi.waitFor(() => expect(focused()?.closest('[role="row"]')?.id).toBe('row-4'));
		await expect
			.element(page.elementLocator(focused() ?? document.body))
			.toHaveAccessibleDescription(/^Credit limit has more than 2 decimals/);
		expect(server.requests).toEqual([]);
		expect(await axeViolations(screen.container)).toEqual([]);
	});

	test('a row that is not on the screen yet is brought there', async () => {
		const screen = await show();
		await choose(
			screen,
			csvFile(`email\n${Array.from({ length: 400 }, (_, i) => `broken ${i}`).join('\n')}\n`)
		);
		await screen.getByRole('button', { name: /^Show 100 more/ }).click();
		await screen.getByRole('button', { name: /^Row 110 / }).click();
		await vi.waitFor(() => expect(focused()?.closest('[role="row"]')?.id).toBe('row-110'));
		await expect.element(screen.getByText('109 of 400', { exact: true }).last()).toBeVisible();
	});

	test('the corrected file takes the place of the old one, with its mapping kept', async () => {
		const screen = await show();
		await choose(screen, csvFile('mail,name\nbroken,Ann\n'));
		await screen.getByLabelText('Column for Email').selectOptions('0');
		await expect.element(screen.getByRole('heading', { name: '1 issue in 1 row' })).toBeVisible();
		await screen.getByLabelText('Replace file').first().upload(csvFile('mail,name\nann@x.co,Ann\n'));
		await expect.element(screen.getByRole('button', { name: 'Import 1 customer' })).toBeVisible();
	});
});

test('M7 without an email column the focus is on the select that decides it', async () => {
	const screen = await show();
	await choose(screen, csvFile('owner,shop\nnew@example.com,Deli\n'));
	await expect.element(screen.getByLabelText('Column for Email')).toHaveFocus();
	expect(await axeViolations(screen.container)).toEqual([]);
	await screen.getByLabelText('Column for Email').selectOptions('0');
	await expect.element(screen.getByRole('button', { name: 'Import 1 customer' })).toBeVisible();
});

test('M7 a column that moves is said', async () => {
	const screen = await show();
	await choose(screen, csvFile('email,name\na@x.co,Ann\n'));
	await screen.getByLabelText('Column for Notes').selectOptions('1');
	await expect
		.element(screen.getByText('“name” moved from Name to Notes; Name is not imported now.'))
		.toBeVisible();
	await screen.getByRole('button', { name: 'Reset to detected' }).click();
	await expect.element(screen.getByLabelText('Column for Name')).toHaveValue('1');
});

test('W7 when all is unchanged, Import says so instead', async () => {
	server.answers.lookup = [
		{
			kind: 'answer',
			value: {
				customers: toColumns([
					{ email: 'new@example.com', name: null, status: 'ACTIVE', notes: null, creditLimit: null }
				]),
				usage: { allowed: null, present: 1 }
			}
		}
	];
	const screen = await show();
	await choose(screen, await csvFixture('minimal.csv'));
	await screen.getByRole('button', { name: 'Import', exact: true }).click({ force: true });
	await expect.element(screen.getByText(/^Nothing to change/)).toHaveFocus();
});

test('W6 a plan limit is a warning that can be checked again', async () => {
	server.answers.lookup = [
		{ kind: 'answer', value: { customers: toColumns([]), usage: { allowed: 25, present: 25 } } },
		{ kind: 'answer', value: { customers: toColumns([]), usage: { allowed: 250, present: 25 } } }
	];
	const screen = await show();
	await choose(screen, await csvFixture('minimal.csv'));
	await expect.element(screen.getByText(/your plan allows 25, you have 25/)).toBeVisible();
	await screen.getByRole('button', { name: 'Check again' }).click();
	await expect.element(screen.getByText(/your plan allows/)).not.toBeInTheDocument();
	expect(server.lookups).toHaveLength(2);
});

describe('3.9 Ctrl+Enter', () => {
	test('imports from anywhere on the preview', async () => {
		const screen = await show();
		await choose(screen, await csvFixture('minimal.csv'));
		await expect.element(screen.getByRole('button', { name: 'Import 1 customer' })).toBeVisible();
		await userEvent.keyboard('{Control>}{Enter}{/Control}');
		await expect.element(screen.getByRole('heading', { name: 'Import finished' })).toBeVisible();
		expect(server.requests).toHaveLength(1);
	});

	test('does nothing in a select', async () => {
		const screen = await show();
		await choose(screen, await csvFixture('minimal.csv'));
		await expect.element(screen.getByRole('button', { name: 'Import 1 customer' })).toBeVisible();
		(screen.getByLabelText('Column for Name').element() as HTMLElement).focus();
		await userEvent.keyboard('{Control>}{Enter}{/Control}');
		expect(server.requests).toEqual([]);
	});
});

describe('when the server refuses or is silent', () => {
	async function showPreview(): Promise<Screen> {
		const screen = await show();
		await choose(screen, csvFile('email,name\nann@x.co,Ann\n'));
		await expect.element(screen.getByRole('button', { name: 'Import 1 customer' })).toBeVisible();
		return screen;
	}

	test('A3 a stale preview takes the focus, shows old and new outcome, and is reviewed again', async () => {
		const before = {
			email: 'ann@x.co',
			name: 'Old',
			status: 'ACTIVE',
			notes: null,
			creditLimit: null
		} as const;
		const changes = [{ field: 'name' as const, from: 'Old', to: 'Ann' }];
		const rows = [{ kind: 'update' as const, row: 2, before, after: { ...before, name: 'Ann' }, changes }];
		server.answers.apply = [
			{ kind: 'answer', value: { kind: 'refused', problem: { code: 'PLAN_STALE', rows } } }
		];
		const screen = await showPreview();
		await screen.getByRole('button', { name: 'Import 1 customer' }).click();
		const alert = screen.getByRole('alert');
		await expect.element(alert).toHaveFocus();
		await expect.element(alert).toHaveTextContent('Your customers changed since this preview');
		await expect
			.element(alert.getByRole('row', { name: /ann@x.co.*Create.*Update.*Old.*Ann/ }))
			.toBeVisible();
		expect(await axeViolations(screen.container)).toEqual([]);
		await alert.getByRole('button', { name: 'Review again' }).click();
		await expect.element(screen.getByRole('button', { name: 'Import 1 customer' })).toBeVisible();
		await vi.waitFor(() => expect(focused()?.id).toBe('plan-counts'));
	});

	test('an ended session keeps the file, and signing in opens another tab', async () => {
		server.answers.apply = [{ kind: 'signed-out' }];
		const screen = await showPreview();
		await screen.getByRole('button', { name: 'Import 1 customer' }).click();
		await expect.element(screen.getByText('Your session ended. Sign in to go on')).toBeVisible();
		await expect
			.element(screen.getByRole('link', { name: 'Sign in (new tab)' }))
			.toHaveAttribute('target', '_blank');
		server.answers.apply = [];
		await screen.getByRole('button', { name: 'Try again' }).click();
		await expect.element(screen.getByRole('heading', { name: 'Import finished' })).toBeVisible();
	});

	test('A5 a lost answer is said, and trying again is safe', async () => {
		server.answers.apply = [{ kind: 'unreachable' }];
		server.answers.find = [{ kind: 'unreachable' }];
		const screen = await showPreview();
		await screen.getByRole('button', { name: 'Import 1 customer' }).click();
		await expect
			.element(screen.getByRole('alert'))
			.toHaveTextContent("we don't know whether the import was written");
		expect(await axeViolations(screen.container)).toEqual([]);
	});
});

test('T32 the next file of a quick series is the one on the screen', async () => {
	const screen = await show();
	const many = Array.from({ length: 3000 }, (_, i) => `old${i}@x.co`).join('\n');
	drop(csvFile(`email\n${many}\n`, 'old.csv'));
	drop(csvFile('email\nnew@x.co\n', 'new.csv'));
	await expect.element(screen.getByRole('rowheader', { name: 'new@x.co' })).toBeVisible();
	await new Promise((resolve) => setTimeout(resolve, 300));
	await expect.element(screen.getByText('new.csv')).toBeVisible();
	expect(screen.container.textContent).not.toContain('old0@x.co');
});

test('1.4.10 at 320 px nothing runs off the side of the preview', async () => {
	await page.viewport(320, 640);
	const screen = await show();
	await choose(screen, await csvFixture('issues.csv'));
	await expect.element(screen.getByRole('heading', { name: /issues in/ })).toBeVisible();
	await screen.getByText('Columns', { exact: true }).click();
	const { scrollWidth, clientWidth } = document.documentElement;
	expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
	expect(await axeViolations(screen.container)).toEqual([]);
});

function drop(file: File): void {
	const data = new DataTransfer();
	data.items.add(file);
	document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}

function paste(text: string): void {
	const data = new DataTransfer();
	data.setData('text/plain', text);
	document.body.dispatchEvent(
		new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
	);
}
