import { describe, expect, test } from 'vitest';
import {
	type EarlierImport,
	findEarlierImport,
	withEarlierImport
} from '../../../src/lib/import/earlier-import.ts';

const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];

function earlier(sha256: string, fields: Partial<EarlierImport> = {}): EarlierImport {
	return {
		sha256,
		importId: `of-${sha256}`,
		run: null,
		appliedAt: '2026-05-03T12:03:00.000Z',
		state: 'applied',
		...fields
	};
}

const later = { importId: 'later', appliedAt: '2026-05-04T08:00:00.000Z' };

describe('H3 the same file again', () => {
	test('is known by its bytes, and no other file is', () => {
		const known = [earlier(other), earlier(one, { state: 'undone' })];
		expect(findEarlierImport(known, { sha256: one })).toBe(known[1]);
		expect(findEarlierImport(known, { sha256: 'c'.repeat(64) })).toBeNull();
		expect(findEarlierImport([], { sha256: one })).toBeNull();
	});

	test('an import in the same page takes the place of the last one of its file, undone or not', () => {
		const known = [earlier(other), earlier(one, { state: 'undone' })];
		expect(withEarlierImport(known, { sha256: one }, later, null)).toEqual([
			earlier(one, later),
			earlier(other)
		]);
	});

	test('I30 a run takes the place of its beginning', () => {
		const file = { sha256: one };
		const begun = withEarlierImport([], file, later, { id: 'run', done: 1, batches: 3 });
		const whole = { id: 'run', done: 3, batches: 3 };
		expect(withEarlierImport(begun, file, { ...later, importId: 'last' }, whole)).toEqual([
			earlier(one, { ...later, importId: 'last', run: whole })
		]);
	});
});
