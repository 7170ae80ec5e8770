import { afterEach, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import type {} from '../../support/shared-cases.ts';
import { createImportWorker } from '../../../src/lib/browser/import-worker.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { fileProblemMessage } from '../../../src/lib/import/messages.ts';
import { clearEmptyCells, noMapping } from '../../../src/lib/import/mapping.ts';

const worker = createImportWorker();

afterEach(() => worker.end());

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** What the worker makes of a file: a plan, or words that say why there is none. */
async function outcomeOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const opened = await worker.open(new Blob([bytes]), {}, defaultLimits, {
		onProgress: () => undefined,
		onFirstRows: () => undefined
	});
	if (opened.kind !== 'answer') return opened.kind;
	if (opened.value.kind === 'unreadable') return fileProblemMessage(opened.value.problem);
	const { mapping } = opened.value.file;
	const planned = await worker.ask(async (api) => {
		await api.map({ ...noMapping, ...mapping, email: mapping.email ?? 0 });
		const summary = await api.review(clearEmptyCells);
		await api.rows({ filter: 'all', search: '' }, 0, 50);
		return summary;
	});
	return planned.kind === 'answer' ? 'a plan' : planned.kind;
}

test('I5 every public file ends in a plan or in plain words, in the real worker', async () => {
	const files = await commands.sharedCases();
	for (const { name, base64 } of files) {
		expect(await outcomeOf(bytesOf(base64)), name).toMatch(/^a plan$|^[A-Z].{20,}\.$|\?$/);
	}
}, 120_000);
