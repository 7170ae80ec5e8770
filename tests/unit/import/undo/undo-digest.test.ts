import { expect, test } from 'vitest';
import { makeUndoRequest } from '../../../../src/lib/import/undo/make-undo-request.ts';
import { undoDigest, undoRowDigest } from '../../../../src/lib/import/undo/undo-digest.ts';
import type { UndoOutcome } from '../../../../src/lib/import/undo.ts';
import { customer } from '../../../support/core.ts';

const now = customer('a@x.co', { name: 'New' });
const then = customer('a@x.co', { name: 'Old' });
const restore: UndoOutcome = { kind: 'restore', row: 2, customerId: 'c', now, then, changes: [] };
const remove: UndoOutcome = { kind: 'remove', row: 2, customerId: 'c', now };
const keep: UndoOutcome = {
	kind: 'keep',
	row: 2,
	customerId: 'c',
	now,
	imported: now,
	reason: { code: 'EDITED' }
};
const later = {
	code: 'LATER_IMPORT',
	importId: 'B',
	fileName: 'b.csv',
	appliedAt: '2026-05-03T14:03:00.000Z'
} as const;

test('A3, H2 the digest of a row differs where the undo does something else with it', () => {
	const digests = [
		restore,
		remove,
		keep,
		{ ...restore, row: 3 },
		{ ...restore, customerId: 'd' },
		{ ...restore, now: { ...now, notes: 'x' } },
		{ ...restore, then: { ...then, creditLimit: '1.00' } },
		{ ...remove, now: then },
		{ ...keep, reason: { code: 'PASSWORD_SET' } as const },
		{ ...keep, reason: later },
		{ ...keep, reason: { ...later, importId: 'C' } }
	].map(undoRowDigest);
	expect(new Set(digests).size).toBe(digests.length);
	for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{16}$/);
});

test('H2 what became of a customer that is kept is no difference: nothing happens to it', () => {
	expect(undoRowDigest({ ...keep, now: { ...now, notes: 'edited once more' } })).toBe(undoRowDigest(keep));
	expect(undoRowDigest({ ...keep, reason: { ...later, fileName: 'renamed.csv' } })).toBe(
		undoRowDigest({ ...keep, reason: later })
	);
});

test('A5, H2 the digest of an undo is that of its import and of all its rows, in order', () => {
	const digests = [
		undoDigest('A', ['a', 'b']),
		undoDigest('B', ['a', 'b']),
		undoDigest('A', ['b', 'a']),
		undoDigest('A', ['ab']),
		undoDigest('A', [])
	];
	expect(new Set(digests).size).toBe(digests.length);
	const request = makeUndoRequest('A', 'undo', [restore, keep]);
	expect(request).toEqual({
		importId: 'A',
		undoId: 'undo',
		rowDigests: [undoRowDigest(restore), undoRowDigest(keep)],
		digest: undoDigest('A', request.rowDigests)
	});
});
