import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import { toColumns } from '../../../../src/lib/customer/customer-columns.ts';
import { ImportSession } from '../../../../src/lib/browser/import-session.svelte.ts';
import ColumnsSection from '../../../../src/lib/components/import/mapping/ColumnsSection.svelte';
import MappingNeeded from '../../../../src/lib/components/import/mapping/MappingNeeded.svelte';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import type { MappingSuggestion } from '../../../../src/lib/import/mapping.ts';
import type { RememberedMapping } from '../../../../src/lib/import/columns/remember-mapping.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { csvFile } from '../../../support/csv-fixtures.ts';
import { type FakeImportServer, fakeImportServer } from '../../../support/fake-import-server.ts';
import { column } from '../../../support/import-pieces.ts';

let server: FakeImportServer;
let session: ImportSession;

beforeEach(async () => {
	await page.viewport(1440, 900);
	server = fakeImportServer();
	session = sessionWith([]);
});

afterEach(() => session.dispose());

function sessionWith(remembered: readonly RememberedMapping[]): ImportSession {
	return new ImportSession({
		limits: defaultLimits,
		server,
		remembered,
		lookupDelayMs: 0,
		settleDelaysMs: [0]
	});
}

async function show(text: string) {
	await session.openFile(csvFile(text));
	const { file } = session;
	if (file === null) throw new Error('The file could not be read.');
	return await render(ColumnsSection, { session, summary: file.summary });
}

describe('M7 what a change of the columns did', () => {
	test('to the counts and to blocked customers', async () => {
		server.answers.lookup = [
			{
				kind: 'answer',
				value: {
					customers: toColumns([
						{ email: 'a@x.co', name: null, status: 'BLOCKED', notes: null, creditLimit: null },
						{ email: 'b@x.co', name: null, status: 'ACTIVE', notes: null, creditLimit: null }
					]),
					usage: { allowed: null, present: 2 }
				}
			}
		];
		const screen = await show('email,standing\na@x.co,good\nb@x.co,good\n');
		const status = screen.getByRole('status');
		await expect.element(status).toHaveTextContent('');
		await screen.getByLabelText('Column for Status').selectOptions('1');
		await expect
			.element(status)
			.toHaveTextContent(
				'Status now from “standing”: 1 more update, 1 fewer unchanged row, 1 customer unblocked.'
			);
		await screen.getByLabelText('Column for Status').selectOptions('');
		await expect
			.element(status)
			.toHaveTextContent(
				'Status not imported now: 1 fewer update, 1 more unchanged row, 1 fewer customer unblocked.'
			);
	});
	test('also where it is nothing', async () => {
		const screen = await show('email,memo\na@x.co,\n');
		await screen.getByLabelText('Column for Notes').selectOptions('1');
		await expect
			.element(screen.getByRole('status'))
			.toHaveTextContent('Notes now from “memo”: the counts stay the same.');
	});
	test('and of the switches of empty cells', async () => {
		server.answers.lookup = [
			{
				kind: 'answer',
				value: {
					customers: toColumns([
						{ email: 'a@x.co', name: 'Ann', status: 'ACTIVE', notes: null, creditLimit: null }
					]),
					usage: { allowed: null, present: 1 }
				}
			}
		];
		const screen = await show('email,name\na@x.co,\n');
		await screen.getByLabelText('Empty cells of Name').selectOptions('keep');
		await expect
			.element(screen.getByRole('status'))
			.toHaveTextContent(
				'Empty cells of Name left as they are: 1 fewer update, 1 more unchanged row, 1 fewer name removed.'
			);
	});
	test('is not told of another deed', async () => {
		const screen = await show('email,memo\na@x.co,x\n');
		await screen.getByLabelText('Column for Notes').selectOptions('1');
		await expect.element(screen.getByRole('status')).toHaveTextContent('Notes now from “memo”');
		await session.fix({ kind: 'set-aside', rows: [2] });
		await expect.element(screen.getByRole('status')).toHaveTextContent('');
	});
});

describe('M6 a suggestion', () => {
	test('is accepted by one key, said to be one, and imported', async () => {
		const screen = await show('email,Bemerkungen\na@x.co,Dienstags\n');
		expect(session.mapping.notes).toBeNull();
		(screen.getByRole('button', { name: 'Use “Bemerkungen”' }).element() as HTMLElement).focus();
		await userEvent.keyboard('{Enter}');
		await expect.element(screen.getByLabelText('Column for Notes')).toHaveValue('1');
		await expect.element(screen.getByLabelText('Column for Notes')).toHaveFocus();
		await expect
			.element(screen.getByRole('row', { name: /^Notes/ }))
			.toHaveTextContent('Suggested, accepted');
		await vi.waitFor(() => expect(session.step.kind).toBe('review'));
		await session.apply();
		expect(server.requests[0]?.mapping).toEqual({ email: 'email', notes: 'Bemerkungen' });
		expect(server.requests[0]?.submission.columns.notes).toEqual(['Dienstags']);
	});
	test('M8 of a joined name is imported as one name', async () => {
		const screen = await show('Last name,email,First name\nLee,a@x.co,Ann\n,b@x.co,Bo\n');
		await screen.getByRole('button', { name: 'Use “First name + Last name”' }).click();
		await vi.waitFor(() => expect(session.step.kind).toBe('review'));
		await session.apply();
		expect(server.requests[0]?.mapping.name).toBe('First name + Last name');
		expect(server.requests[0]?.submission.columns.name).toEqual(['Ann Lee', 'Bo']);
	});
	test('shows well in light and dark, wide and narrow', async () => {
		const screen = await show(
			'Anrede;Vorname;Nachname;E-Mail;Kundenstatus;Kreditlimit;Bemerkungen;State;password\n' +
				'Frau;Anna;Müller;info@feinkost-mueller.example;aktiv;1500;Lieferung dienstags;BY;x\n' +
				'Herr;Jürgen;Schäfer;schaefer@baeckerei.example;gesperrt;250.50;;BW;y\n'
		);
		for (const width of [1440, 320]) {
			await page.viewport(width, 900);
			expect(await axeViolations(screen.container)).toEqual([]);
			expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
		}
	});
});

describe('M9 a remembered mapping', () => {
	async function remembered(text: string): Promise<RememberedMapping[]> {
		await session.openFile(csvFile(text));
		await session.mapField('notes', 1);
		await vi.waitFor(() => expect(session.step.kind).toBe('review'));
		await session.apply();
		const remember = server.requests[0]?.remember;
		if (remember === undefined) throw new Error('Nothing is remembered.');
		return [{ ...remember, usedAt: '2026-11-03T12:00:00.000Z' }];
	}

	test('is used for a file with the same headers, says so, and can be left for the detected one', async () => {
		const known = await remembered('email,firm\na@x.co,A\n');
		session.dispose();
		session = sessionWith(known);
		const screen = await show('firm,email\nB,b@x.co\n');
		await expect.element(screen.getByLabelText('Column for Notes')).toHaveValue('0');
		await expect.element(screen.getByRole('row', { name: /^Notes/ })).toHaveTextContent('Remembered');
		await expect
			.element(screen.getByRole('status'))
			.toHaveTextContent('Columns as in your import of 3 Nov 2026.');
		await screen.getByRole('button', { name: 'Use detected instead' }).click();
		await expect.element(screen.getByLabelText('Column for Notes')).toHaveValue('');
		await expect.element(screen.getByRole('status')).toHaveTextContent(/^Columns as detected:/);
		await expect.element(screen.getByText(/Columns as in your import/)).not.toBeInTheDocument();
	});
	test('is known for the next file of the same visit', async () => {
		await remembered('email,firm\na@x.co,A\n');
		const screen = await show('email,firm\nb@x.co,B\n');
		await expect.element(screen.getByLabelText('Column for Notes')).toHaveValue('1');
	});
	test('is no longer said to be one when a column changes', async () => {
		const known = await remembered('email,firm\na@x.co,A\n');
		session.dispose();
		session = sessionWith(known);
		const screen = await show('email,firm\nb@x.co,B\n');
		await screen.getByLabelText('Column for Notes').selectOptions('');
		await expect.element(screen.getByText(/Columns as in your import/)).not.toBeInTheDocument();
		await expect.element(screen.getByRole('button', { name: /detected/ })).not.toBeInTheDocument();
	});
});

describe('M6, M7 no column is known to hold the addresses', () => {
	const columns = [
		column(0, 'Field1'),
		column(1, 'Field2'),
		column(2, 'pw', { selectable: false, samples: [] })
	];
	const suggestion: MappingSuggestion = { field: 'email', column: 1, why: { kind: 'values', share: 1 } };

	test('the one that looks like it is one key away', async () => {
		const onaccept = vi.fn();
		const screen = await render(MappingNeeded, { columns, suggestion, onaccept });
		await expect.element(screen.getByText('Is it “Field2”? 100 % look like email addresses.')).toBeVisible();
		await expect.element(screen.getByRole('button', { name: 'Use “Field2”' })).toHaveFocus();
		await userEvent.keyboard('{Enter}');
		expect(onaccept.mock.calls).toEqual([[suggestion]]);
		expect(await axeViolations(screen.container)).toEqual([]);
	});
	test('without one, the select decides', async () => {
		const screen = await render(MappingNeeded, { columns, suggestion: null, onaccept: vi.fn() });
		await expect.element(screen.getByText(/^Choose it beside Email/)).toBeVisible();
		await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
	});
});
