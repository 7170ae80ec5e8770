import { expect, test } from 'vitest';
import {
	keyNames,
	keyShortcuts,
	reviewKeyMap
} from '../../../../../src/lib/components/import/review/review-keys.ts';
import { isCharacter } from '../../../../../src/lib/components/import/rows/key-map.ts';

const all = reviewKeyMap.groups.flatMap(({ keys }) => keys);

test('3.9 no key asks for two things', () => {
	const keys = all.flatMap(({ inGrid, anywhere }) => [...inGrid, ...anywhere]);
	expect(new Set(keys).size).toBe(keys.length);
});

test('3.9 each deed stands in the table once, with words and a key', () => {
	expect(new Set(all.map(({ deed }) => deed)).size).toBe(all.length);
	for (const { words, inGrid, anywhere } of all) {
		expect(words).not.toBe('');
		expect([...inGrid, ...anywhere]).not.toEqual([]);
	}
});

test('2.1.4 the only character that works beside the grid asks for help', () => {
	const characters = all.flatMap(({ anywhere }) => anywhere).filter(isCharacter);
	expect(characters).toEqual(['?', 'Shift+?']);
});

test('2.1.4 a character is one with Shift, too, but not with Ctrl, and no named key', () => {
	expect(['j', 'Shift+F', '?', '1', '/'].every(isCharacter)).toBe(true);
	expect(['F8', 'Enter', 'Control+Enter', 'Space', 'ArrowDown', 'Shift+F8'].some(isCharacter)).toBe(false);
});

test('2.1.4 with characters off there is still a way through the rows, the issues, edits and Import', () => {
	for (const deed of [
		'row-next',
		'row-previous',
		'issue-next',
		'issue-previous',
		'edit',
		'details',
		'import'
	] as const) {
		expect(keyNames(deed, false)).not.toEqual([]);
	}
	expect(keyNames('accept', false)).toEqual([]);
});

test('3.9 keys have names for people and for aria-keyshortcuts', () => {
	expect(keyNames('row-next', true)).toEqual(['J', '↓']);
	expect(keyNames('accept-alike', true)).toEqual(['Shift F']);
	expect(keyNames('import', true)).toEqual(['Ctrl Enter', '⌘ Enter']);
	expect(keyShortcuts('import', false)).toBe('Control+Enter Meta+Enter');
	expect(keyShortcuts('issue-next', true)).toBe('n F8');
	expect(keyShortcuts('issue-next', false)).toBe('F8');
	expect(keyNames('help', true)).toEqual(['?']);
	expect(keyShortcuts('help', false)).toBeUndefined();
});
