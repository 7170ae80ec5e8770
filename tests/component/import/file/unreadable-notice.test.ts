import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import type { ReadingProblem } from '../../../../src/lib/browser/import-step.ts';
import UnreadableNotice from '../../../../src/lib/components/import/file/UnreadableNotice.svelte';
import type { ReadOptions } from '../../../../src/lib/import/table.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { csvFile } from '../../../support/csv-fixtures.ts';

async function show(problem: ReadingProblem, options: ReadOptions = {}) {
	const handlers = { onfirstrowisdata: vi.fn(), ontryagain: vi.fn(), ondetect: vi.fn() };
	const file = csvFile('', 'customers.xlsx');
	return { ...handlers, screen: await render(UnreadableNotice, { file, options, problem, ...handlers }) };
}

test.each([
	[{ code: 'FILE_EMPTY' }, 'This file is empty.'],
	[{ code: 'FILE_NO_ROWS' }, 'No customers in this file'],
	[{ code: 'FILE_XLSX_DAMAGED' }, 'Save As > CSV UTF-8'],
	[{ code: 'FILE_XLS' }, 'Save As > Excel Workbook (.xlsx)'],
	[{ code: 'FILE_ENCRYPTED' }, 'protected with a password'],
	[{ code: 'FILE_BINARY' }, 'neither a CSV file nor an Excel workbook'],
	[
		{ code: 'FILE_TOO_LARGE', bytes: 3_565_158, maxBytes: 2_097_152 },
		'This file is 3.4 MB; the limit is 2 MB.'
	],
	[{ code: 'FILE_TOO_MANY_ROWS', rows: 6120, maxRows: 5000 }, '6,120 customers; the limit is 5,000'],
	[{ code: 'READER_FAILED' }, "Couldn't read this file."]
] as const)(
	'I5 %o is said plainly, with the name of the file, and takes the focus',
	async (problem, words) => {
		const { screen } = await show(problem);
		const alert = screen.getByRole('alert');
		await expect.element(alert).toHaveTextContent('customers.xlsx');
		await expect.element(alert).toHaveTextContent(words);
		expect(document.activeElement).toBe(alert.element());
	}
);

test('I5 without a header row, the first row can be treated as a customer', async () => {
	const { screen, onfirstrowisdata } = await show({ code: 'FILE_NO_HEADER' });
	await screen.getByRole('button', { name: 'Treat the first row as a customer' }).click();
	expect(onfirstrowisdata).toHaveBeenCalledOnce();
});

test('a reader that failed can be tried again', async () => {
	const { screen, ontryagain } = await show({ code: 'READER_FAILED' });
	await screen.getByRole('button', { name: 'Try again' }).click();
	expect(ontryagain).toHaveBeenCalledOnce();
});

test('P2 a choice of encoding that spoiled the file can be taken back', async () => {
	const { screen, ondetect } = await show({ code: 'FILE_NO_ROWS' }, { encoding: 'utf-16le' });
	await screen.getByRole('button', { name: 'Read it as detected' }).click();
	expect(ondetect).toHaveBeenCalledOnce();
});

test('passes axe', async () => {
	const { screen } = await show({ code: 'FILE_NO_HEADER' });
	expect(await axeViolations(screen.container)).toEqual([]);
});
