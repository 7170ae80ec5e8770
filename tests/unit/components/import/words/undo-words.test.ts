import { expect, test } from 'vitest';
import {
	partSentence,
	previewFailureMessage,
	totalsSentence,
	undoEffects,
	undoFailureMessage,
	undoSentence
} from '../../../../../src/lib/components/import/words/undo-words.ts';
import {
	keepReasonMessage,
	keepReasonNote,
	undoProblemMessage
} from '../../../../../src/lib/import/messages.ts';
import type { KeepReason, UndoProblem } from '../../../../../src/lib/import/undo.ts';

test('H2 the sum of a preview is one sentence', () => {
	const counts = { restore: 412, remove: 38, keep: 3 };
	expect(undoSentence(counts, { EDITED: 3 })).toBe(
		'Restore 412, remove 38; 3 were edited since and will be kept.'
	);
	expect(undoSentence({ ...counts, keep: 1 }, { LATER_IMPORT: 1 })).toBe(
		'Restore 412, remove 38; 1 was changed by a later import and will be kept.'
	);
	expect(undoSentence(counts, { EDITED: 1, PASSWORD_SET: 2 })).toBe(
		'Restore 412, remove 38; 3 will be kept: 1 was edited since, 2 have set a password.'
	);
	expect(undoSentence({ restore: 0, remove: 1200, keep: 0 }, {})).toBe('Remove 1,200.');
	expect(undoSentence({ restore: 0, remove: 0, keep: 2 }, { CUSTOMER_GONE: 2 })).toBe(
		'2 are not there any more and will be kept.'
	);
	expect(totalsSentence({ restore: 5000, remove: 0, keep: 1 })).toBe('5,000 to restore, 1 to keep');
});

test('H2 the confirmation says what happens to whom', () => {
	expect(undoEffects({ restore: 412, remove: 1, keep: 3 }, 'the import')).toEqual([
		'412 customers get back the values from before the import.',
		'1 customer that the import created is deleted.',
		'3 customers stay exactly as now.'
	]);
	expect(undoEffects({ restore: 1, remove: 0, keep: 0 }, 'the imports')).toEqual([
		'1 customer gets back the values from before the imports.'
	]);
});

const reasons: KeepReason[] = [
	{ code: 'EDITED' },
	{ code: 'LATER_IMPORT', importId: 'B', fileName: 'b.csv', appliedAt: '2026-05-03T14:03:00.000Z' },
	{ code: 'PASSWORD_SET' },
	{ code: 'CUSTOMER_GONE' }
];

test('H2 every reason to keep a customer is a sentence, and a few words', () => {
	for (const reason of reasons) {
		expect(keepReasonMessage(reason)).toMatch(/^[A-Z].*\.$/);
		expect(keepReasonNote(reason)).toMatch(/^[A-Z][^.]+$/);
	}
	expect(keepReasonMessage(reasons[1] as KeepReason)).toContain('"b.csv"');
});

const problems: UndoProblem[] = [
	{ code: 'IMPORT_NOT_FOUND' },
	{ code: 'UNDO_EXPIRED', days: 30 },
	{ code: 'ALREADY_UNDONE' },
	{ code: 'NOTHING_TO_UNDO', kept: 3 },
	{ code: 'NOTHING_TO_UNDO', kept: 1 },
	{ code: 'UNDO_STALE', rows: [] },
	{ code: 'UNDO_ID_REUSED' }
];

test('spec 9 every reason not to undo is a sentence', () => {
	for (const problem of problems) {
		expect(undoProblemMessage(problem)).toMatch(/^[A-Z].*\.$/);
		expect(partSentence({ kind: 'impossible', problem })).toBe(undoProblemMessage(problem));
	}
	expect(undoProblemMessage({ code: 'UNDO_EXPIRED', days: 30 })).toContain('30 days');
});

test('A6, H2 after a lost answer nobody claims that nothing happened', () => {
	for (const kind of ['unreachable', 'busy', 'signed-out', 'forbidden'] as const) {
		const unknown = undoFailureMessage({ kind }, 'unknown', 'The import');
		expect(unknown.title).toContain("so we don't know whether the import was undone");
		expect(unknown.text).not.toContain('Nothing was changed');
	}
	expect(undoFailureMessage({ kind: 'busy' }, 'no', 'Import 4')).toEqual({
		title: 'Distribu is busy right now, so import 4 was not undone',
		text: 'Nothing was changed. Trying again is safe: the same undo is never done twice.'
	});
	const failed = undoFailureMessage({ kind: 'error', reference: 'abc' }, 'unknown', 'The import');
	expect(failed.title).toContain('Reference abc');
	expect(previewFailureMessage({ kind: 'unreachable' }).text).toBe('Nothing was changed.');
});
