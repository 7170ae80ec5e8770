import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import type { OpenedFile } from '../../../../src/lib/browser/import-step.ts';
import FileLine from '../../../../src/lib/components/import/file/FileLine.svelte';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import { readFile } from '../../../../src/lib/import/read-file.ts';
import { findReadings } from '../../../../src/lib/import/read/readings.ts';
import { summarizeFile } from '../../../../src/lib/import/columns/summarize-file.ts';
import type { ReadOptions } from '../../../../src/lib/import/table.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { xlsxOf } from '../../../support/xlsx.ts';

async function opened(bytes: Uint8Array<ArrayBuffer>, options: ReadOptions) {
	const read = await readFile(bytes, options, defaultLimits);
	if (read.kind === 'unreadable') throw new Error(read.problem.code);
	const { table, workbook } = read;
	const summary = summarizeFile({ bytes: bytes.length, sha256: '0'.repeat(64) }, table, workbook);
	const file: OpenedFile = { file: new File([bytes], 'list.csv'), options, handle: null, summary };
	return { file, readings: findReadings(read.bytes, table, options) };
}

/** Shows a file as the preview does, and reads it again as is chosen. */
async function show(content: string | Uint8Array<ArrayBuffer>, options: ReadOptions = {}) {
	const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
	let { file, readings } = await opened(bytes, options);
	const onread = vi.fn(async (choice: ReadOptions) => {
		({ file, readings } = await opened(bytes, { ...file.options, ...choice }));
		await screen.rerender({ shown: file });
	});
	const onreadings = vi.fn(async () => readings);
	const onreplace = vi.fn();
	const screen = await render(FileLine, { shown: file, onread, onreadings, onreplace });
	return { screen, onread, onreadings };
}

function radio(group: string, name: string | RegExp) {
	return page.getByRole('group', { name: group }).getByRole('radio', { name, exact: true });
}

const change = page.getByRole('button', { name: 'Change how it is read' });

test('P2 says how the file was read, and asks for other readings only when they are wanted', async () => {
	const { screen, onreadings } = await show('email;name\na@x.co;Müller\n');
	await expect.element(screen.getByText('Semicolon · UTF-8 · header in row 1')).toBeVisible();
	await expect.element(change).toHaveAttribute('aria-expanded', 'false');
	expect(onreadings).not.toHaveBeenCalled();
	await change.click();
	await expect.element(change).toHaveAttribute('aria-expanded', 'true');
	await expect.element(radio('Delimiter', 'Semicolon')).toBeChecked();
	await expect.element(radio('Encoding', 'UTF-8')).toBeChecked();
	expect(onreadings).toHaveBeenCalledOnce();
	await change.click();
	await expect.element(page.getByRole('group', { name: 'Encoding' })).not.toBeInTheDocument();
});

test('P2 each reading is described by its rows, in those columns in which they differ', async () => {
	const columns = Array.from({ length: 10 }, (_, i) => `c${i}`);
	await show(`email,${columns.join(',')},name\na@x.co,${columns.join(',')},Müller\n`);
	await change.click();
	await expect.element(radio('Encoding', 'UTF-8')).toHaveAccessibleDescription(/name.*Müller/);
	await expect.element(radio('Encoding', 'Windows-1252')).toHaveAccessibleDescription(/name.*MÃ¼ller/);
	await expect.element(radio('Delimiter', 'Pipe')).toHaveAccessibleDescription(/email,c0,c1/);
});

test('P2 a choice is taken at once, the panel stays, and the readings follow', async () => {
	const { screen, onread } = await show('email;name\na@x.co;Müller\n');
	await change.click();
	await radio('Delimiter', 'Comma').click();
	expect(onread).toHaveBeenLastCalledWith({ delimiter: ',' });
	await expect.element(screen.getByText('Comma · UTF-8 · header in row 1')).toBeVisible();
	await expect.element(radio('Delimiter', 'Comma')).toBeChecked();
	// Read with commas, the encodings show one column.
	await expect.element(radio('Encoding', 'UTF-8')).toHaveAccessibleDescription(/a@x\.co;Müller/);
	await radio('Encoding', 'Windows-1252').click();
	expect(onread).toHaveBeenLastCalledWith({ encoding: 'windows-1252' });
	await expect.element(screen.getByText('Comma · Windows-1252 · header in row 1')).toBeVisible();
});

test('3.9 by keyboard alone, with the focus kept', async () => {
	const { screen } = await show('Customers\nemail;name\na@x.co;Ann\n');
	(change.element() as HTMLElement).focus();
	await userEvent.keyboard('{Enter}');
	await expect.element(radio('Delimiter', 'Semicolon')).toBeChecked();
	await userEvent.keyboard('{Tab}{Tab}{ArrowUp}');
	await expect.element(screen.getByText('Comma · UTF-8 · header in row 1')).toBeVisible();
	await expect.element(radio('Delimiter', 'Comma')).toHaveFocus();
	await userEvent.keyboard('{ArrowDown}');
	await expect.element(screen.getByText('Semicolon · UTF-8 · header in row 2')).toBeVisible();
	await expect.element(radio('Delimiter', 'Semicolon')).toHaveFocus();
});

test('P10 another header row can be chosen, or none; one with nothing below it cannot', async () => {
	const { screen, onread } = await show('Customers\nemail,name\na@x.co,Ann\n');
	await expect.element(screen.getByText('Comma · UTF-8 · header in row 2')).toBeVisible();
	await change.click();
	await expect.element(radio('Header row', 'Row 2')).toBeChecked();
	await expect.element(radio('Header row', 'Row 2')).toHaveAccessibleDescription(/email.*name/);
	await expect.element(radio('Header row', /^Row 3/)).toBeDisabled();
	await radio('Header row', 'Row 1').click();
	expect(onread).toHaveBeenLastCalledWith({ headerRow: 1, firstRow: undefined });
	await expect.element(screen.getByText('Comma · UTF-8 · header in row 1')).toBeVisible();
	await radio('Header row', 'No header: the first row is a customer').click();
	await expect.element(screen.getByText('Comma · UTF-8 · no header row')).toBeVisible();
	await expect.element(radio('Header row', 'Row 1')).not.toBeChecked();
	await radio('Header row', 'Row 2').click();
	await expect.element(screen.getByText('Comma · UTF-8 · header in row 2')).toBeVisible();
});

test('P11 a workbook has sheets in place of encodings and delimiters', async () => {
	const workbook = xlsxOf([
		{ name: 'Customers', rows: [['Of May'], ['email', 'name'], ['a@x.co', 'Ann']] },
		{ name: 'Leads', rows: [['email'], ['lead@x.co']] }
	]);
	const { screen, onread, onreadings } = await show(workbook);
	await expect
		.element(screen.getByText('Excel workbook · sheet “Customers” · header in row 2'))
		.toBeVisible();
	await change.click();
	await expect.element(screen.getByLabelText('Sheet')).toHaveValue('Customers');
	await expect.element(page.getByRole('group', { name: 'Delimiter' })).not.toBeInTheDocument();
	await screen.getByLabelText('Sheet').selectOptions('Leads');
	expect(onread).toHaveBeenLastCalledWith({ sheet: 'Leads', headerRow: undefined, firstRow: undefined });
	await expect.element(screen.getByText('Excel workbook · sheet “Leads” · header in row 1')).toBeVisible();
	expect(onreadings).not.toHaveBeenCalled();
});

test('P11 one sheet is no choice', async () => {
	const { screen } = await show(xlsxOf([{ name: 'Only', rows: [['email'], ['a@x.co']] }]));
	await change.click();
	await expect.element(radio('Header row', 'Row 1')).toBeChecked();
	await expect.element(screen.getByLabelText('Sheet')).not.toBeInTheDocument();
});

test('says where there is nothing to choose by: alike, UTF-16, passwords', async () => {
	const { screen } = await show('email;"My, password; here"\na@x.co;hunter2');
	await change.click();
	await expect
		.element(screen.getByText('No sample, since a column here holds passwords.').first())
		.toBeVisible();
	await screen.unmount();
	await show('email\na@x.co');
	await change.click();
	await expect.element(page.getByText('These rows are the same either way.')).toBeVisible();
});

test.each([
	['light', 1280],
	['dark', 320]
] as const)('passes axe and needs no sideways scrolling, %s at %i', async (scheme, width) => {
	await page.viewport(width, 800);
	document.documentElement.style.colorScheme = scheme;
	const long = 'a very long value without end '.repeat(5);
	const { screen } = await show(
		`Customers of ${long}\nemail;name;${'x;'.repeat(20)}\na@x.co;${long}Müller;${'y;'.repeat(20)}\n`
	);
	await change.click();
	await expect.element(radio('Encoding', 'UTF-8')).toBeVisible();
	expect(await axeViolations(screen.container)).toEqual([]);
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
	document.documentElement.style.colorScheme = '';
});
