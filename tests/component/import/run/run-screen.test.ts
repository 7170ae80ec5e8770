import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import { toColumns } from '../../../../src/lib/customer/customer-columns.ts';
import { ImportSession } from '../../../../src/lib/browser/import-session.svelte.ts';
import ImportScreen from '../../../../src/lib/components/import/ImportScreen.svelte';
import { csvFile } from '../../../support/csv-fixtures.ts';
import { signal } from '../../../support/signal.ts';
import { type FakeImportServer, applied, fakeImportServer } from '../../../support/fake-import-server.ts';

const five = 'email\na@x.co\nb@x.co\nc@x.co\nd@x.co\ne@x.co\n';

let server: FakeImportServer;
let session: ImportSession;

beforeEach(async () => {
	await page.viewport(1280, 800);
	server = fakeImportServer();
	session = new ImportSession({
		limits: { maxBytes: 1000, maxRows: 2, file: { maxBytes: 2000, maxRows: 10 } },
		server,
		lookupDelayMs: 0,
		settleDelaysMs: [0],
		lookupRetryDelaysMs: [],
		retryDelaysMs: []
	});
});

afterEach(() => session.dispose());

async function show(text: string) {
	const screen = await render(ImportScreen, { session, userId: 'olive' });
	await screen.getByLabelText('Choose file').upload(csvFile(text));
	return screen;
}

type Screen = Awaited<ReturnType<typeof show>>;

/** The answer to the first batch comes when a test gives it. */
function holdFirst(): () => void {
	const { come: held, give: answer } = signal();
	const { apply } = server;
	let isFirst = true;
	server.apply = async (request) => {
		const waits = isFirst;
		isFirst = false;
		if (waits) await held;
		return apply(request);
	};
	return answer;
}

async function pauseAfterFirst(screen: Screen): Promise<void> {
	const answer = holdFirst();
	await screen.getByRole('button', { name: 'Import 5 customers in 3 batches' }).click();
	await screen.getByRole('button', { name: 'Start importing' }).click();
	await screen.getByRole('button', { name: 'Pause' }).click();
	answer();
	await expect.element(screen.getByRole('heading', { name: 'Import paused' })).toHaveFocus();
}

describe('I30 a file that takes several imports', () => {
	test('always asks deliberately, and sends nothing where the answer is no', async () => {
		const screen = await show(five);
		await expect.element(screen.getByText('5 rows: more than one import holds')).toBeVisible();
		await screen.getByRole('button', { name: 'Import 5 customers in 3 batches' }).click();
		const dialog = screen.getByRole('dialog', { name: 'Import 5 customers in 3 batches?' });
		await expect
			.element(dialog.getByText(/^Each batch of up to 2 customers is all-or-nothing/))
			.toBeVisible();
		await expect.element(dialog.getByText(/^The whole is not/)).toBeVisible();
		await dialog.getByRole('button', { name: 'Back to the preview' }).click();
		expect(session.step.kind).toBe('review');
		expect(server.requests).toEqual([]);
	});

	test('is paused, gone on with by Ctrl+Enter without another question, and ends with the sums', async () => {
		const screen = await show(five);
		await pauseAfterFirst(screen);
		expect(document.title).toBe('Paused - Import customers');
		await expect.element(screen.getByText('1 of 3 batches is imported (2 customers)')).toBeVisible();
		await expect.element(screen.getByRole('rowheader', { name: 'c@x.co' })).toBeVisible();
		await expect.element(screen.getByRole('rowheader', { name: 'a@x.co' })).not.toBeInTheDocument();
		await userEvent.keyboard('{Control>}{Enter}{/Control}');
		await expect.element(screen.getByRole('heading', { name: 'Import finished' })).toHaveFocus();
		await expect.element(screen.getByText(/3 imports, written in/)).toBeVisible();
		expect(server.requests.map(({ submission }) => submission.columns.email)).toEqual([
			['a@x.co', 'b@x.co'],
			['c@x.co', 'd@x.co'],
			['e@x.co']
		]);
	});

	test('W9 going on asks again where something unusual is new', async () => {
		server.answers.lookup = [
			{
				kind: 'answer',
				value: {
					customers: toColumns([
						{ email: 'c@x.co', name: null, status: 'ACTIVE', notes: null, creditLimit: '10.00' }
					]),
					usage: { allowed: null, present: 1 }
				}
			}
		];
		const screen = await show(five.replaceAll('x.co\n', 'x.co,\n').replace('email', 'email,limit'));
		await screen.getByLabelText('Empty cells of Credit limit').selectOptions('keep');
		await expect
			.element(screen.getByRole('button', { name: 'Import 4 customers in 2 batches' }))
			.toBeVisible();
		const answer = holdFirst();
		await screen.getByRole('button', { name: 'Import 4 customers in 2 batches' }).click();
		await screen.getByRole('button', { name: 'Start importing' }).click();
		await screen.getByRole('button', { name: 'Pause' }).click();
		answer();
		await expect.element(screen.getByRole('heading', { name: 'Import paused' })).toHaveFocus();
		await session.fix({ kind: 'edit', row: 4, field: 'creditLimit', text: '5000' });
		await userEvent.keyboard('{Control>}{Enter}{/Control}');
		const dialog = screen.getByRole('dialog', { name: 'Look once more before you import' });
		await expect.element(dialog.getByText(/changes tenfold or more/)).toBeVisible();
		await dialog.getByRole('button', { name: 'Import anyway' }).click();
		await expect.element(screen.getByRole('heading', { name: 'Import finished' })).toBeVisible();
	});

	test('A5 a batch of which no answer came: the page says which, what stays imported, and tries again', async () => {
		server.answers.apply = [
			{ kind: 'answer', value: { kind: 'applied', result: applied('first', 2) } },
			{ kind: 'unreachable' }
		];
		server.answers.find = [{ kind: 'unreachable' }];
		const screen = await show(five);
		await screen.getByRole('button', { name: 'Import 5 customers in 3 batches' }).click();
		await screen.getByRole('button', { name: 'Start importing' }).click();
		await expect
			.element(screen.getByRole('alert'))
			.toHaveTextContent("we don't know whether batch 2 was written");
		await expect.element(screen.getByRole('heading', { name: 'Import stopped' })).toBeVisible();
		await expect.element(screen.getByText('1 of 3 batches is imported (2 customers)')).toBeVisible();
		await expect.element(screen.getByText('It stopped at batch 2.', { exact: true })).toBeVisible();
		server.answers.apply = [];
		await screen.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
		await expect.element(screen.getByRole('heading', { name: 'Import finished' })).toBeVisible();
	});

	test('H3 is known again in the same page, also where it was stopped in the middle', async () => {
		const screen = await show(five);
		await pauseAfterFirst(screen);
		await screen.getByRole('button', { name: 'Stop here' }).click();
		await screen.getByLabelText('Choose file').upload(csvFile(five));
		await expect
			.element(screen.getByText(/^1 of 3 batches of this very file were imported (today at|on) /))
			.toBeVisible();
	});

	test('of which few rows change is one import, as any other', async () => {
		server.answers.lookup = [
			{
				kind: 'answer',
				value: {
					customers: toColumns(
						['a', 'b', 'c', 'd'].map((name) => ({
							email: `${name}@x.co`,
							name: null,
							status: 'ACTIVE' as const,
							notes: null,
							creditLimit: null
						}))
					),
					usage: { allowed: null, present: 4 }
				}
			}
		];
		const screen = await show(five);
		await expect.element(screen.getByText('5 rows, of which 1 changes something')).toBeVisible();
		await screen.getByRole('button', { name: 'Import 1 customer', exact: true }).click();
		await expect.element(screen.getByRole('heading', { name: 'Import finished' })).toBeVisible();
		await expect
			.element(screen.getByRole('link', { name: 'Undo this import' }))
			.toHaveAttribute('href', `/dashboard/customers/imports/${server.requests[0]?.importId}/undo`);
		expect(server.requests).toHaveLength(1);
		expect(server.requests[0]?.run).toBeUndefined();
	});
});
