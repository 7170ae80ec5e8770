import { expect, test } from 'vitest';
import { earlierImportWords } from '../../../../../src/lib/components/import/words/earlier-words.ts';
import type { EarlierImport } from '../../../../../src/lib/import/earlier-import.ts';

const now = new Date('2026-05-03T18:00:00.000Z');
const earlier: EarlierImport = {
	sha256: 'a'.repeat(64),
	importId: 'one',
	run: null,
	appliedAt: '2026-05-02T14:03:00.000Z',
	state: 'applied'
};

test.each([
	[{}, 'This very file was imported on 2 May, 14:03', 'show as unchanged'],
	[
		{ appliedAt: '2026-05-03T14:03:00.000Z' },
		'This very file was imported today at 14:03',
		'show as unchanged'
	],
	[
		{ appliedAt: '2025-05-03T14:03:00.000Z' },
		'This very file was imported on 3 May 2025, 14:03',
		'show as unchanged'
	],
	[
		{ state: 'undone' },
		'This very file was imported on 2 May, 14:03, and undone since',
		'the same changes again'
	],
	[
		{ state: 'partly-undone' },
		'This very file was imported on 2 May, 14:03, and partly undone since',
		'shows as changes again'
	],
	[
		{ run: { id: 'run', done: 20, batches: 20 } },
		'This very file was imported on 2 May, 14:03',
		'show as unchanged'
	],
	[
		{ run: { id: 'run', done: 3, batches: 20 } },
		'3 of 20 batches of this very file were imported on 2 May, 14:03',
		'customers of those batches'
	]
] satisfies [Partial<EarlierImport>, string, string][])('H3 %j', (fields, title, text) => {
	const words = earlierImportWords({ ...earlier, ...fields }, now, 'UTC');
	expect(words.title).toBe(title);
	expect(words.text).toContain(text);
});
