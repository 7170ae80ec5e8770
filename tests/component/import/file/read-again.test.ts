import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import { ImportSession } from '../../../../src/lib/browser/import-session.svelte.ts';
import FilePicker from '../../../../src/lib/components/import/file/FilePicker.svelte';
import DropTarget from '../../../../src/lib/components/import/file/DropTarget.svelte';
import ReadAgain from '../../../../src/lib/components/import/file/ReadAgain.svelte';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import { createRawSnippet } from 'svelte';
import { axeViolations } from '../../../support/axe-violations.ts';
import { csvFile } from '../../../support/csv-fixtures.ts';
import { fakeImportServer } from '../../../support/fake-import-server.ts';

let folder: FileSystemDirectoryHandle;
let handle: FileSystemFileHandle;

beforeEach(async () => {
	await page.viewport(1280, 800);
	folder = await navigator.storage.getDirectory();
	handle = await folder.getFileHandle('customers.csv', { create: true });
});

afterEach(() => vi.restoreAllMocks());

/** Saves the file, as another program does. */
async function write(text: string): Promise<void> {
	const writing = await handle.createWritable();
	await writing.write(text);
	await writing.close();
}

describe('W4 read again after saving in Excel', () => {
	let session: ImportSession;

	beforeEach(async () => {
		session = new ImportSession({ limits: defaultLimits, server: fakeImportServer() });
		await write('email,name\nbroken,Ann\nalso broken,Ben\n');
		await session.openFile(await handle.getFile(), {}, handle);
	});

	afterEach(() => session.dispose());

	test('one press brings the file as it is now, and says what that resolved', async () => {
		const screen = await render(ReadAgain, { session, letters: true });
		expect(session.preview?.summary.issueCount).toBe(2);
		await write('email,name\nann@x.co,Ann\nalso broken,Ben\n');
		await screen.getByRole('button', { name: 'Read again' }).click();
		await vi.waitFor(() => expect(session.preview?.summary.issueCount).toBe(1));
		expect(session.news).toMatchObject({
			kind: 'replaced',
			before: { issueCount: 2 },
			after: { issueCount: 1 }
		});
		expect(await axeViolations(screen.container)).toEqual([]);
	});

	test('again and again', async () => {
		const screen = await render(ReadAgain, { session, letters: true });
		for (const count of [1, 2, 3]) {
			await write(`email\n${Array.from({ length: count }, (_, i) => `a${i}@x.co`).join('\n')}\n`);
			await screen.getByRole('button', { name: 'Read again' }).click();
			await vi.waitFor(() => expect(session.preview?.summary.counts.create).toBe(count));
		}
	});

	test('a file that is gone changes nothing but the news', async () => {
		const screen = await render(ReadAgain, { session, letters: true });
		await folder.removeEntry('customers.csv');
		const { preview } = session;
		await screen.getByRole('button', { name: 'Read again' }).click();
		await vi.waitFor(() => expect(session.news).toEqual({ kind: 'not-read' }));
		expect(session.preview).toBe(preview);
		expect(session.step.kind).toBe('review');
	});

	test('where the browser does not keep the way to the file, there is no such button', async () => {
		await session.openFile(csvFile('email\nann@x.co\n'));
		const screen = await render(ReadAgain, { session, letters: true });
		await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
	});
});

describe('I1 W4 a chosen file comes with its handle where the browser has one', () => {
	const children = createRawSnippet(() => ({ render: () => '<span>Choose file</span>' }));

	// A test cannot answer the browser's own dialog.
	function answerDialog(answer: () => Promise<FileSystemFileHandle[]>): void {
		vi.spyOn(window as Required<Window>, 'showOpenFilePicker').mockImplementation(answer);
	}

	test('from the dialog', async () => {
		await write('email\nann@x.co\n');
		answerDialog(async () => [handle]);
		const onfile = vi.fn();
		const screen = await render(FilePicker, { onfile, children });
		await screen.getByText('Choose file').click();
		await vi.waitFor(() => expect(onfile).toHaveBeenCalledOnce());
		const [file, chosen] = onfile.mock.calls[0] as [File, FileSystemFileHandle];
		expect(await file.text()).toBe('email\nann@x.co\n');
		expect(chosen).toBe(handle);
	});

	test('a dialog that is closed is no choice', async () => {
		answerDialog(() => Promise.reject(new DOMException('closed', 'AbortError')));
		const onfile = vi.fn();
		const screen = await render(FilePicker, { onfile, children });
		await screen.getByText('Choose file').click();
		await screen.getByLabelText('Choose file').upload(csvFile('email\n'));
		await vi.waitFor(() => expect(onfile).toHaveBeenCalledOnce());
		expect(onfile.mock.calls[0]?.[1]).toBeNull();
	});

	test('from a drop; a folder has none', async () => {
		const onfile = vi.fn();
		await render(DropTarget, { label: 'Drop', disabled: false, onfile, ontoolittle: vi.fn() });
		const ask = vi.spyOn(DataTransferItem.prototype as Required<DataTransferItem>, 'getAsFileSystemHandle');
		for (const [answer, expected] of [
			[handle, handle],
			[folder, null],
			[null, null]
		] as const) {
			ask.mockResolvedValue(answer);
			drop(csvFile('email\n'));
			await vi.waitFor(() => expect(onfile).toHaveBeenCalledOnce());
			expect(onfile.mock.calls[0]?.[1]).toBe(expected);
			onfile.mockClear();
		}
	});

	test('of a quick series of drops the last one counts', async () => {
		const onfile = vi.fn();
		await render(DropTarget, { label: 'Drop', disabled: false, onfile, ontoolittle: vi.fn() });
		let answerFirst: (value: null) => void = () => undefined;
		const ask = vi.spyOn(DataTransferItem.prototype as Required<DataTransferItem>, 'getAsFileSystemHandle');
		ask.mockReturnValueOnce(new Promise((resolve) => (answerFirst = resolve)));
		ask.mockResolvedValue(null);
		drop(csvFile('email\n', 'first.csv'));
		drop(csvFile('email\n', 'second.csv'));
		await vi.waitFor(() => expect(onfile).toHaveBeenCalledOnce());
		answerFirst(null);
		await new Promise((resolve) => setTimeout(resolve));
		expect(onfile.mock.calls.map(([file]) => (file as File).name)).toEqual(['second.csv']);
	});
});

function drop(file: File): void {
	const data = new DataTransfer();
	data.items.add(file);
	document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}
