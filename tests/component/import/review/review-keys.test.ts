import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import { toColumns } from '../../../../src/lib/customer/customer-columns.ts';
import { ImportSession } from '../../../../src/lib/browser/import-session.svelte.ts';
import ImportScreen from '../../../../src/lib/components/import/ImportScreen.svelte';
import type { Customer } from '../../../../src/lib/customer/customer.ts';
import type { LookedUp, ServerAnswer } from '../../../../src/lib/browser/import-server.ts';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import { csvFile } from '../../../support/csv-fixtures.ts';
import { type FakeImportServer, fakeImportServer } from '../../../support/fake-import-server.ts';

// Everything that the keys do, with the real session and worker: only the server is a test's.

let server: FakeImportServer;
let session: ImportSession;

beforeEach(async () => {
	await page.viewport(1280, 800);
	localStorage.clear();
	server = fakeImportServer();
	session = new ImportSession({ limits: defaultLimits, server, lookupDelayMs: 0, settleDelaysMs: [0] });
});

afterEach(() => session.dispose());

const stored: Customer[] = [
	{ email: 'same@x.co', name: 'Same', status: 'ACTIVE', notes: null, creditLimit: '1.00' },
	{ email: 'other@x.co', name: 'Before', status: 'ACTIVE', notes: null, creditLimit: '1.00' }
];

const file = `email,name,credit limit
acme@,Acme,100
new@x.co,New,$5
same@x.co,Same,1
other@x.co,After,1
next@x.co,Next,"$1,250"
twin@x.co,One,1
twin@x.co,Two,1
`;

async function show(text = file) {
	server.answers.lookup = [
		{ kind: 'answer', value: { customers: toColumns(stored), usage: { allowed: null, present: 2 } } }
	];
	const screen = await render(ImportScreen, { session, userId: 'olive' });
	await screen.getByLabelText('Choose file').upload(csvFile(text, 'shops.csv'));
	await expect.element(screen.getByRole('grid', { name: 'Rows of shops.csv' })).toBeVisible();
	return screen;
}

type Screen = Awaited<ReturnType<typeof show>>;

/** Puts the focus on a cell of a row. */
async function start(screen: Screen, row: number, column = 'email'): Promise<void> {
	await vi.waitFor(() => expect(document.getElementById(`row-${row}`)).not.toBeNull());
	const cell = document.querySelector<HTMLElement>(`#row-${row} [data-column="${column}"]`);
	cell?.focus();
	await expect.element(screen.getByRole('grid')).toBeVisible();
	expect(place()).toEqual([row, column]);
}

/** The row and column of the cell with the focus; null where it is elsewhere. */
function place(): [row: number, column: string | undefined] | null {
	const cell = document.activeElement as HTMLElement;
	const row = cell.closest('[role="row"]')?.id.replace('row-', '');
	return row === undefined || cell.dataset.column === undefined ? null : [Number(row), cell.dataset.column];
}

async function expectPlace(row: number, column: string): Promise<void> {
	await vi.waitFor(() => expect(place()).toEqual([row, column]));
}

async function expectNote(screen: Screen, text: string): Promise<void> {
	await expect.element(screen.getByText(text, { exact: true }).first()).toBeVisible();
}

describe('3.9 moving', () => {
	// The order of the list: issues 2, 3, 6, 7, 8, then the update 5, then the unchanged 4.
	test('by rows, with letters and with arrows', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard('j');
		await expectPlace(3, 'email');
		await userEvent.keyboard('{ArrowDown}');
		await expectPlace(6, 'email');
		await userEvent.keyboard('k{ArrowUp}');
		await expectPlace(2, 'email');
		await userEvent.keyboard('{PageDown}');
		await expectPlace(4, 'email');
		await userEvent.keyboard('{PageUp}');
		await expectPlace(2, 'email');
	});

	test('by cells, to the ends of the row and of the list', async () => {
		const screen = await show();
		await start(screen, 3);
		await userEvent.keyboard('{ArrowRight}');
		await expectPlace(3, 'name');
		await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
		await expectPlace(3, 'row');
		await userEvent.keyboard('{End}');
		await expectPlace(3, 'creditLimit');
		await userEvent.keyboard('{Home}');
		await expectPlace(3, 'action');
		await userEvent.keyboard('{Control>}{End}{/Control}');
		await expectPlace(4, 'action');
		await userEvent.keyboard('{Control>}{Home}{/Control}');
		await expectPlace(2, 'action');
	});
});

describe('W3 the issues', () => {
	test('are walked from the cursor on, and say when they begin anew', async () => {
		const screen = await show();
		await start(screen, 6, 'email');
		await userEvent.keyboard('n');
		await expectPlace(6, 'creditLimit');
		await expectNote(screen, 'Issue 3 of 5');
		await userEvent.keyboard('{F8}{F8}');
		await expectPlace(8, 'email');
		await userEvent.keyboard('n');
		await expectPlace(2, 'email');
		await expectNote(screen, 'Back to the first of 5');
		await userEvent.keyboard('p');
		await expectPlace(8, 'email');
		await expectNote(screen, 'On to the last of 5');
		await userEvent.keyboard('{Shift>}{F8}{/Shift}');
		await expectPlace(7, 'email');
	});

	test('begin with the first, from wherever F8 is pressed', async () => {
		const screen = await show();
		await userEvent.keyboard('{F8}');
		await expectPlace(2, 'email');
		await expect.element(screen.getByText('1 of 5', { exact: true })).toBeVisible();
	});

	test('are found though the filter leaves them out', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard('4');
		await expectPlace(4, 'email');
		await userEvent.keyboard('n');
		await expectPlace(6, 'creditLimit');
		expect(session.rows.query.filter).toBe('all');
	});
});

describe('W2 the filters', () => {
	test('1 to 5 show all, create, update, unchanged, issues', async () => {
		const screen = await show(`${file}fresh@x.co,Fresh,\n`);
		await start(screen, 2);
		for (const [key, filter, row] of [
			['2', 'create', 9],
			['3', 'update', 5],
			['4', 'unchanged', 4],
			['5', 'issue', 2],
			['1', 'all', 2]
		] as const) {
			await userEvent.keyboard(key);
			await vi.waitFor(() => expect(session.rows.query.filter).toBe(filter));
			await expectPlace(row, 'email');
		}
	});

	test('one without rows is not shown but said', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard('2');
		await expectNote(screen, 'Rows to create: 0');
		expect(session.rows.query.filter).toBe('all');
	});

	test('/ finds, Enter goes to what was found, Escape shows all again with the same row', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard('/');
		await expect.element(screen.getByRole('searchbox', { name: 'Find in rows' })).toHaveFocus();
		await userEvent.keyboard('twin@');
		await expectNote(screen, '2 rows with “twin@”');
		await userEvent.keyboard('{Enter}');
		await expectPlace(7, 'email');
		await userEvent.keyboard('j');
		await expectPlace(8, 'email');
		await userEvent.keyboard('{Escape}');
		await expectNote(screen, 'All rows: 7');
		await expectPlace(8, 'email');
		await expect.element(screen.getByRole('searchbox')).toHaveValue('');
	});

	test('Escape in the search clears it and goes back to the rows', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard('/nobody');
		await expectNote(screen, 'No rows with “nobody”');
		await userEvent.keyboard('{Escape}');
		await expectPlace(2, 'email');
		expect(session.rows.total).toBe(7);
	});
});

/** Presses a key without waiting for what comes of it. */
function press(key: string): void {
	document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
}

describe('W4 fixing', () => {
	test('e edits the cell; the row goes where it belongs, the person stays and is told', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard('e');
		await expect.element(screen.getByRole('textbox', { name: 'Email of row 2' })).toHaveValue('acme@');
		await userEvent.keyboard('acme@x.co{Enter}');
		await expectPlace(3, 'email');
		await expectNote(screen, 'Row 2 fixed. 4 issues left. Now on row 3.');
		const heard = screen
			.getByRole('status')
			.filter({ hasText: /^Row 2 fixed. 4 issues left. Now on row 3.$/ });
		await expect.element(heard).toBeInTheDocument();
		expect(document.title).toBe('4 issues - Import customers');
	});

	test('what is typed right after e goes into the cell; what comes before the editor is there is no key', async () => {
		const screen = await show();
		await start(screen, 2);
		press('e');
		await userEvent.keyboard('xu5@x.co{Enter}');
		await expectNote(screen, 'Row 2 fixed. 4 issues left. Now on row 3.');
		expect(session.preview?.summary.fixes.map(({ first }) => first[0]?.after)).toEqual(['xu5@x.co']);
		for (const key of 'fex') press(key);
		await expect.element(screen.getByRole('textbox', { name: /of row 6$/ })).toHaveFocus();
		await userEvent.keyboard('{Escape}');
		await userEvent.keyboard('f');
		await vi.waitFor(() => expect(session.preview?.summary.issueCount).toBe(2));
		expect(session.preview?.summary.asideRows).toBe(0);
	});

	test('V6 an edit judges the other rows anew', async () => {
		const screen = await show();
		await start(screen, 7);
		await userEvent.keyboard('{F2}');
		await expect.element(screen.getByRole('textbox')).toHaveFocus();
		await userEvent.keyboard('new@x.co');
		await expect.element(screen.getByText('The same email is also on row 3. Keep one.')).toBeVisible();
		await userEvent.keyboard('{Backspace>8/}one@x.co{Enter}');
		await expectNote(screen, 'Row 7 fixed. 3 issues left. Now on row 5.');
		expect(session.preview?.summary.counts.issue).toBe(3);
	});

	test('Escape leaves the cell as it was; Tab keeps it and goes on to the next', async () => {
		const screen = await show();
		await start(screen, 5, 'email');
		await userEvent.keyboard('e');
		await expect.element(screen.getByRole('textbox')).toHaveFocus();
		await userEvent.keyboard('x{Escape}');
		await expectPlace(5, 'email');
		expect(session.preview?.summary.fixes).toEqual([]);
		await userEvent.keyboard('e');
		await expect.element(screen.getByRole('textbox')).toHaveFocus();
		await userEvent.keyboard('{Tab}');
		await expectPlace(5, 'name');
		expect(session.preview?.summary.fixes).toEqual([]);
	});

	test('f accepts the suggestion of the cell or row, Shift+F all alike', async () => {
		const screen = await show();
		await start(screen, 3, 'email');
		await userEvent.keyboard('f');
		await expectNote(screen, 'Row 3 fixed. 4 issues left. Now on row 6.');
		await userEvent.keyboard('u');
		await expectNote(screen, 'Fix of row 3 taken back. 5 issues left. Now on row 3.');
		await userEvent.keyboard('{Shift>}F{/Shift}');
		await expectNote(screen, '2 cells fixed alike. 3 issues left. Now on row 7.');
		await userEvent.keyboard('f');
		await expectNote(screen, 'Row 7 has no suggested fix');
	});

	test('keys that are pressed before a fix is done find what they would find after it', async () => {
		const screen = await show();
		await start(screen, 3, 'creditLimit');
		for (const key of 'fnfnxn') press(key);
		await expectNote(screen, 'Back to the first of 1');
		await expectPlace(2, 'email');
		expect(session.preview?.summary.fixes.map(({ first }) => first[0]?.row)).toEqual([3, 6, 7]);
	});

	test('a move during a fix is kept: the person is on the row to which they moved', async () => {
		const screen = await show();
		let answer: (found: ServerAnswer<LookedUp>) => void = () => undefined;
		server.answers.lookup = [new Promise((resolve) => (answer = resolve))];
		await start(screen, 2);
		await userEvent.keyboard('e');
		await expect.element(screen.getByRole('textbox')).toHaveFocus();
		await userEvent.keyboard('acme@x.co{Enter}');
		await vi.waitFor(() => expect(server.lookups).toHaveLength(2));
		// What depends on the fix waits for it, moves do not.
		await userEvent.keyboard('jjx');
		await expectPlace(6, 'email');
		answer({ kind: 'answer', value: { customers: toColumns([]), usage: { allowed: null, present: 2 } } });
		await expectNote(screen, 'Row 6 left out. 3 issues left. Now on row 7.');
		expect(session.preview?.summary.fixes.map(({ first }) => first[0]?.row)).toEqual([2, 6]);
	});

	test('x leaves the row out, u takes it in again and goes along with it', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard('x');
		await expectNote(screen, 'Row 2 left out. 4 issues left. Now on row 3.');
		await userEvent.keyboard('{Control>}{End}{/Control}');
		await expectPlace(2, 'email');
		await userEvent.keyboard('x');
		await expectNote(screen, 'Row 2 is left out already');
		await userEvent.keyboard('u');
		await expectNote(screen, 'Fix of row 2 taken back. 5 issues left.');
		await expectPlace(2, 'email');
		await userEvent.keyboard('u');
		await expectNote(screen, 'There is no fix to take back');
	});

	test('when the last row of a filter goes, all rows are shown and the focus stays in them', async () => {
		const screen = await show('email,name\nacme@,Acme\nnew@x.co,New\n');
		await start(screen, 2);
		await userEvent.keyboard('5');
		await vi.waitFor(() => expect(session.rows.total).toBe(1));
		await userEvent.keyboard('e');
		await expect.element(screen.getByRole('textbox')).toHaveFocus();
		await userEvent.keyboard('acme@x.co{Enter}');
		await expectNote(screen, 'Row 2 fixed. No issues left.');
		await expectPlace(2, 'email');
		expect(session.rows.total).toBe(2);
	});
});

describe('W2 details', () => {
	test('Enter opens them, Escape closes them, and the focus is on the row again', async () => {
		const screen = await show();
		await start(screen, 5, 'name');
		await userEvent.keyboard('{Enter}');
		await expect.element(screen.getByText('Matched by email; name differs.')).toBeVisible();
		await expect.element(screen.getByRole('heading', { name: 'Row 5' })).toHaveFocus();
		await userEvent.keyboard('{Escape}');
		await expectPlace(5, 'name');
		await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
	});

	test('the next row is shown in place, and the focus comes back to it', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard(' ');
		await screen.getByRole('button', { name: 'Next row' }).click();
		await expect.element(screen.getByRole('heading', { name: 'Row 3' })).toBeVisible();
		await userEvent.keyboard('{Escape}');
		await expectPlace(3, 'email');
	});

	test('a fix in them is followed', async () => {
		const screen = await show();
		await start(screen, 3);
		await userEvent.keyboard('{Enter}');
		await screen.getByRole('dialog').getByRole('button', { name: 'Fix: 5' }).click();
		await expect
			.element(screen.getByText('No customer has this email, so a new one is created.'))
			.toBeVisible();
		await userEvent.keyboard('{Escape}');
		await expectPlace(3, 'email');
	});
});

describe('3.9 the rest', () => {
	test('m goes to the columns, opened if need be', async () => {
		const screen = await show();
		document.querySelector('details')?.removeAttribute('open');
		await start(screen, 2);
		await userEvent.keyboard('m');
		await expect.element(screen.getByLabelText('Column for Email')).toHaveFocus();
	});

	test('r says so where the file cannot be read again', async () => {
		const screen = await show();
		await start(screen, 2);
		await userEvent.keyboard('r');
		await expectNote(screen, 'This browser cannot read the file again by itself. Replace it instead');
	});

	test('Ctrl+Enter imports from the rows, but not from an editor', async () => {
		const screen = await show('email,name\nnew@x.co,New\n');
		await start(screen, 2, 'name');
		await userEvent.keyboard('e');
		await expect.element(screen.getByRole('textbox')).toHaveFocus();
		await userEvent.keyboard('Newer{Control>}{Enter}{/Control}');
		await expectNote(screen, 'Row 2 changed.');
		expect(server.requests).toEqual([]);
		await userEvent.keyboard('{Control>}{Enter}{/Control}');
		await expect.element(screen.getByRole('heading', { name: 'Import finished' })).toBeVisible();
		expect(server.requests).toHaveLength(1);
	});
});

function focusOn(element: Element): void {
	(element as HTMLElement).focus();
}

describe('2.1.4 single letters', () => {
	test('do nothing beside the rows, and nothing while typing', async () => {
		const screen = await show();
		focusOn(screen.getByRole('button', { name: 'Next', exact: true }).element());
		await userEvent.keyboard('x');
		focusOn(screen.getByRole('searchbox').element());
		await userEvent.keyboard('x5?');
		await expect.element(screen.getByRole('searchbox')).toHaveValue('x5?');
		expect(session.preview?.summary.asideRows).toBe(0);
		expect(session.rows.query.filter).toBe('all');
		await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
	});

	test('with Ctrl, Alt or Meta they are the browser’s, and composed ones the input method’s', async () => {
		const screen = await show();
		await start(screen, 2);
		for (const init of [
			{ ctrlKey: true },
			{ altKey: true },
			{ metaKey: true },
			{ isComposing: true },
			{ keyCode: 229 }
		]) {
			const event = new KeyboardEvent('keydown', { key: 'x', bubbles: true, cancelable: true, ...init });
			document.activeElement?.dispatchEvent(event);
			expect(event.defaultPrevented).toBe(false);
		}
		expect(session.preview?.summary.asideRows).toBe(0);
	});

	test('? shows the keys from anywhere; the switch turns every character off, for this person, from now on', async () => {
		const screen = await show();
		await userEvent.keyboard('?');
		await expect.element(screen.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
		await screen.getByRole('switch').click();
		await userEvent.keyboard('{Escape}');
		await start(screen, 2);
		await userEvent.keyboard('jx?5f');
		expect(place()).toEqual([2, 'email']);
		await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
		await userEvent.keyboard('{ArrowDown}');
		await expectPlace(3, 'email');
		await userEvent.keyboard('{F8}');
		await expectPlace(3, 'creditLimit');
		await screen.getByRole('button', { name: 'Keyboard' }).click();
		await expect.element(screen.getByRole('switch')).not.toBeChecked();
		expect(localStorage.getItem('single-letter-shortcuts:olive')).toBe('off');
		expect(localStorage.getItem('single-letter-shortcuts:ben')).toBeNull();
	});
});

test('W3 in the list of issues the present one is marked; a press goes to its cell', async () => {
	const screen = await show();
	await screen.getByRole('button', { name: 'Row 6 “$1,250”' }).click();
	await expectPlace(6, 'creditLimit');
	await expectNote(screen, 'Issue 3 of 5');
	await expect
		.element(screen.getByRole('button', { name: 'Row 6 “$1,250”' }))
		.toHaveAttribute('aria-current', 'true');
	await screen.getByRole('button', { name: 'Previous', exact: true }).click();
	await expectPlace(3, 'creditLimit');
	await expect.element(screen.getByText('2 of 5', { exact: true })).toBeVisible();
});

test('W4 all rows with issues are left out at once', async () => {
	const screen = await show();
	await screen.getByRole('button', { name: 'Leave out all 5 rows with issues' }).click();
	await expectNote(screen, '5 rows left out. No issues left.');
	await expect.element(screen.getByRole('button', { name: 'Import 1 customer' })).toBeVisible();
});

test('W4 a double press on a cell edits it', async () => {
	const screen = await show();
	await screen.getByRole('gridcell', { name: 'After' }).dblClick();
	await expect.element(screen.getByRole('textbox', { name: 'Name of row 5' })).toHaveFocus();
});
