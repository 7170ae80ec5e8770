import { afterEach, expect, test, vi } from 'vitest';
import { newImportId } from '../../../src/lib/wire/new-import-id.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

afterEach(() => vi.unstubAllGlobals());

test('A5 an import id is a UUID, another one each time', () => {
	expect(newImportId()).toMatch(uuid);
	expect(newImportId()).not.toBe(newImportId());
});

test('A5 over plain HTTP too, where browsers have no randomUUID', () => {
	const { crypto } = globalThis;
	vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
	expect(newImportId()).toMatch(uuid);
	expect(newImportId()).not.toBe(newImportId());
});
