import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import { ImportSession } from '../../../src/lib/browser/import-session.svelte.ts';
import ImportScreen from '../../../src/lib/components/import/ImportScreen.svelte';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { axeViolations } from '../../support/axe-violations.ts';
import { csvFile } from '../../support/csv-fixtures.ts';
import { fakeImportServer } from '../../support/fake-import-server.ts';

let session: ImportSession;

beforeEach(async () => {
	await page.viewport(1280, 800);
	session = new ImportSession({ limits: defaultLimits, server: fakeImportServer(), lookupDelayMs: 0 });
});

afterEach(() => session.dispose());

async function show() {
	return await render(ImportScreen, { session, userId: 'ann' });
}

function paste(text: string, target: Element = document.body): void {
	const data = new DataTransfer();
	data.setData('text/plain', text);
	target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}

async function names(): Promise<(string | null)[]> {
	return (await session.ask.details(2))?.fields.map(({ written }) => written) ?? [];
}

test('I1 cells of a spreadsheet, with quotes and line breaks in them, are what was copied', async () => {
	const screen = await show();
	paste('email\tname\tnotes\r\nann@x.co\tAnn "A" Co\t"first line\nsaid ""hello"""\r\n');
	await expect.element(screen.getByText('1 to create')).toBeVisible();
	expect(await names()).toEqual(['ann@x.co', 'Ann "A" Co', null, 'first line\nsaid "hello"', null]);
});

test('I1 on the preview, pasted cells take the place of the file', async () => {
	const screen = await show();
	await session.openFile(csvFile('email\nbroken\n'));
	await expect.element(screen.getByText('1 issue in 1 row')).toBeVisible();
	paste('email\nann@x.co\nben@x.co\n');
	await expect.element(screen.getByText('The file was replaced: 1 issue → none.')).toBeVisible();
	await expect.element(screen.getByText('pasted-cells.tsv')).toBeVisible();
});

test('I1 a single column is a file: its header says which', async () => {
	const screen = await show();
	paste('email\nann@x.co\nben@x.co\n');
	await expect.element(screen.getByText('2 to create')).toBeVisible();
});

test.each([
	['a row', 'ann@x.co\tAnn\t100'],
	['a cell', 'ann@x.co'],
	['a cell of two lines', '"first line\nsecond line"\n']
])('I1 %s gets an answer, which goes when a file comes', async (_, text) => {
	const screen = await show();
	paste(text);
	await expect.element(screen.getByText('Copy a header row and at least one row below it')).toBeVisible();
	expect(session.step.kind).toBe('choose');
	expect(await axeViolations(screen.container)).toEqual([]);
	paste('email\nann@x.co\n');
	await expect.element(screen.getByText('Copy a header row')).not.toBeInTheDocument();
});

test('I1 what is pasted in a text field stays there', async () => {
	const screen = await show();
	await session.openFile(csvFile('email\nann@x.co\n'));
	const field = screen.getByRole('searchbox');
	await expect.element(field).toBeVisible();
	paste('email\nben@x.co\n', field.element());
	paste('ben', field.element());
	expect(session.file?.file.name).toBe('customers.csv');
	await expect.element(screen.getByText('Copy a header row')).not.toBeInTheDocument();
});
