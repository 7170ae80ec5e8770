import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import MappingTable from '../../../src/lib/components/import/MappingTable.svelte';
import NotImported from '../../../src/lib/components/import/NotImported.svelte';
import { type Mapping, clearEmptyCells, noMapping } from '../../../src/lib/import/mapping.ts';
import { axeViolations } from '../../support/axe-violations.ts';
import { column, fileSummary } from '../../support/import-pieces.ts';

const columns = [
	column(0, 'mail'),
	column(1, 'firm', { filled: 2 }),
	column(2, 'Phone', { label: 'Phone (column C)' }),
	column(3, 'Phone', { label: 'Phone (column D)', samples: [], filled: 0 }),
	column(4, 'password', { selectable: false, samples: [], ignored: 'password' })
];
const summary = fileSummary(columns, { mapping: { ...noMapping, name: 1 } });

async function show(mapping: Mapping = { ...noMapping, email: 0, name: 1 }, disabled = false) {
	const onmap = vi.fn();
	const onemptycells = vi.fn();
	const screen = await render(MappingTable, {
		summary,
		mapping,
		emptyCells: clearEmptyCells,
		disabled,
		onmap,
		onemptycells
	});
	return { screen, onmap, onemptycells };
}

function optionsOf(element: Element): string[] {
	return [...element.querySelectorAll('option')].map(({ textContent }) => textContent);
}

test('M7 every field has a select of the columns, each with header and samples, and "don\'t import"', async () => {
	const { screen } = await show();
	const notes = screen.getByLabelText('Column for Notes');
	await expect.element(notes).toHaveValue('');
	expect(optionsOf(notes.element())).toEqual([
		"Don't import",
		'mail (used for Email)',
		'firm (used for Name)',
		'Phone (column C): Phone 1, Phone 2',
		'Phone (column D) (empty)'
	]);
});

test('P9 a password column is in no select', async () => {
	const { screen } = await show();
	expect(screen.container.textContent).not.toContain('password');
});

test('M7 a choice maps the field; "don\'t import" unmaps it', async () => {
	const { screen, onmap } = await show();
	await screen.getByLabelText('Column for Notes').selectOptions('2');
	await screen.getByLabelText('Column for Name').selectOptions('');
	expect(onmap.mock.calls).toEqual([
		['notes', 2],
		['name', null]
	]);
});

test('P8 two columns alike are chosen by their position', async () => {
	const { screen, onmap } = await show();
	await screen.getByLabelText('Column for Notes').selectOptions('Phone (column D) (empty)');
	expect(onmap).toHaveBeenCalledWith('notes', 3);
});

test('M7 says why a column is mapped, how much is filled and what is in it', async () => {
	const { screen } = await show();
	await expect
		.element(screen.getByRole('row', { name: /^Name/ }))
		.toHaveTextContent(/Known name\s*2 of 3\s*firm 1/);
	await expect.element(screen.getByRole('row', { name: /^Email/ })).toHaveTextContent(/Your choice\s*All 3/);
});

test('M7 an email without a column is marked, not only by color', async () => {
	const { screen } = await show(noMapping);
	await expect.element(screen.getByLabelText('Column for Email')).toHaveAttribute('aria-invalid', 'true');
	await expect.element(screen.getByText('The preview starts as soon as Email has a column.')).toBeVisible();
});

test('S3 a field with empty cells has the switch, one without has none', async () => {
	const { screen, onemptycells } = await show();
	await screen.getByLabelText('Empty cells of Name').selectOptions('Leave as it is');
	expect(onemptycells).toHaveBeenCalledWith('name', 'keep');
	await expect.element(screen.getByLabelText('Empty cells of Email')).not.toBeInTheDocument();
});

test('while the file is read once more, nothing can be chosen', async () => {
	const { screen } = await show(undefined, true);
	await expect.element(screen.getByLabelText('Column for Notes')).toBeDisabled();
});

test('passes axe', async () => {
	const { screen } = await show();
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('P9 columns that are not imported are listed with the reason', async () => {
	const screen = await render(NotImported, { columns, mapping: { ...noMapping, email: 0, name: 1 } });
	await expect.element(screen.getByText('password', { exact: true })).toBeVisible();
	await expect.element(screen.getByText(/Ignored for safety/)).toBeVisible();
	await expect.element(screen.getByText('Stays in this browser.')).toBeVisible();
	await expect.element(screen.getByText('Phone (column C)')).toBeVisible();
	await expect.element(screen.getByText('firm')).not.toBeInTheDocument();
});
