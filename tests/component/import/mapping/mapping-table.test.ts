import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import MappingTable from '../../../../src/lib/components/import/mapping/MappingTable.svelte';
import NotImported from '../../../../src/lib/components/import/mapping/NotImported.svelte';
import type { FieldName } from '../../../../src/lib/customer/customer.ts';
import {
	type Mapping,
	type MappingReason,
	type MappingSuggestion,
	clearEmptyCells,
	noMapping
} from '../../../../src/lib/import/mapping.ts';
import type { FileSummary } from '../../../../src/lib/import/worker-api.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { column, fileSummary } from '../../../support/import-pieces.ts';

const columns = [
	column(0, 'mail'),
	column(1, 'firm', { filled: 2 }),
	column(2, 'Phone', { label: 'Phone (column C)' }),
	column(3, 'Phone', { label: 'Phone (column D)', samples: [], filled: 0 }),
	column(4, 'password', { selectable: false, samples: [], ignored: 'password' })
];
const summary = fileSummary(columns, { mapping: { ...noMapping, name: 1 } });

const noReasons: Record<FieldName, MappingReason> = {
	email: 'none',
	name: 'none',
	status: 'none',
	notes: 'none',
	creditLimit: 'none'
};

interface Shown {
	mapping?: Mapping;
	reasons?: Partial<Record<FieldName, MappingReason>>;
	suggestions?: MappingSuggestion[];
	columns?: FileSummary['columns'];
	disabled?: boolean;
}

async function show({
	mapping = { ...noMapping, email: 0, name: 1 },
	reasons = { email: 'chosen', name: 'known-name' },
	suggestions = [],
	columns: shown = columns,
	disabled = false
}: Shown = {}) {
	const onmap = vi.fn();
	const onaccept = vi.fn();
	const onemptycells = vi.fn();
	const screen = await render(MappingTable, {
		summary: { ...summary, columns: shown, suggestions },
		mapping,
		reasons: { ...noReasons, ...reasons },
		emptyCells: clearEmptyCells,
		disabled,
		onmap,
		onaccept,
		onemptycells
	});
	return { screen, onmap, onaccept, onemptycells };
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

test('P9, T20 a password column is in no select', async () => {
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
	const { screen } = await show({ mapping: noMapping });
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
	const { screen } = await show({ disabled: true });
	await expect.element(screen.getByLabelText('Column for Notes')).toBeDisabled();
});

test.each<[MappingReason, string]>([
	['known-name', 'Known name'],
	['chosen', 'Your choice'],
	['remembered', 'Remembered'],
	['suggested', 'Suggested, accepted']
])('M7 a field says why it has its column: %s', async (reason, words) => {
	const { screen } = await show({ reasons: { email: reason } });
	await expect.element(screen.getByRole('row', { name: /^Email/ })).toHaveTextContent(words);
});

describe('M6 a column that may be meant', () => {
	const names: MappingSuggestion = { field: 'name', column: 1, why: { kind: 'near-name', alias: 'name' } };
	const emails: MappingSuggestion = { field: 'email', column: 0, why: { kind: 'values', share: 0.988 } };
	const onlyEmail = { ...noMapping, email: 0 };

	test('stands beside its field with the reason, what is in it, and one button that names it', async () => {
		const { screen, onaccept } = await show({ mapping: onlyEmail, suggestions: [names] });
		const row = screen.getByRole('row', { name: /^Name/ });
		await expect.element(row).toHaveTextContent(/Suggested: almost “Name”\s*2 of 3\s*firm 1\s*firm 2/);
		await expect.element(screen.getByLabelText('Column for Name')).toHaveValue('');
		await row.getByRole('button', { name: 'Use “firm”' }).click();
		expect(onaccept.mock.calls).toEqual([[names]]);
		await expect.element(screen.getByLabelText('Column for Name')).toHaveFocus();
	});
	test('is taken by one key', async () => {
		const { screen, onaccept } = await show({ mapping: noMapping, suggestions: [emails] });
		const button = screen.getByRole('button', { name: 'Use “mail”' });
		await expect.element(screen.getByText('98 % look like email addresses')).toBeVisible();
		(button.element() as HTMLElement).focus();
		await userEvent.keyboard('{Enter}');
		expect(onaccept.mock.calls).toEqual([[emails]]);
	});
	test('is not offered for a field that has a column, nor when its column has one', async () => {
		const { screen } = await show({ suggestions: [names, { ...names, field: 'notes' }] });
		await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
	});
	test('passes axe, in wide and narrow room', async () => {
		const { screen } = await show({ mapping: noMapping, suggestions: [emails, names] });
		for (const width of [1440, 320]) {
			await page.viewport(width, 900);
			expect(await axeViolations(screen.container)).toEqual([]);
			expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
		}
	});
});

describe('M8 a name in two columns', () => {
	const joined = [
		column(0, 'mail'),
		column(1, 'First name'),
		column(2, 'Last name'),
		column(3, 'First name + Last name', { joins: [1, 2], samples: ['Ann Lee', 'Bo Fox'] })
	];
	test('can be chosen for any field, and is suggested for the name', async () => {
		const { screen, onmap } = await show({
			columns: joined,
			mapping: { ...noMapping, email: 0 },
			suggestions: [{ field: 'name', column: 3, why: { kind: 'joined' } }]
		});
		expect(optionsOf(screen.getByLabelText('Column for Notes').element())).toContain(
			'First name + Last name: Ann Lee, Bo Fox'
		);
		await expect.element(screen.getByText('first and last name')).toBeVisible();
		await expect.element(screen.getByRole('button', { name: 'Use “First name + Last name”' })).toBeVisible();
		await screen.getByLabelText('Column for Notes').selectOptions('3');
		expect(onmap).toHaveBeenCalledWith('notes', 3);
	});
	test('is not suggested once a part of it is in use', async () => {
		const { screen } = await show({
			columns: joined,
			mapping: { ...noMapping, email: 0, notes: 2 },
			suggestions: [{ field: 'name', column: 3, why: { kind: 'joined' } }]
		});
		await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
	});
	test('is no column that could be left out; its parts are, until they are joined', async () => {
		const screen = await render(NotImported, { columns: joined, mapping: { ...noMapping, email: 0 } });
		await expect.element(screen.getByText('First name', { exact: true })).toBeVisible();
		await expect.element(screen.getByText('First name + Last name')).not.toBeInTheDocument();
		await screen.rerender({ columns: joined, mapping: { ...noMapping, email: 0, name: 3 } });
		await expect.element(screen.getByText('Not imported')).not.toBeInTheDocument();
	});
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

test('W4 the column of reasons is said to be the importer’s own', async () => {
	const reasons = column(0, 'Distribu: why not imported', {
		selectable: false,
		samples: [],
		ignored: 'set-aside-reason'
	});
	const screen = await render(NotImported, { columns: [reasons], mapping: noMapping });
	await expect.element(screen.getByText('Written by Distribu, ignored.')).toBeVisible();
});
