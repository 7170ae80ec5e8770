import { KeyMap, type ListDeed, helpKey, key, lookKeys, moveKeys } from '../rows/key-map.ts';

/** Everything that a key can do in the review (spec 3.9). */
export type Deed =
	| ListDeed
	| 'issue-next'
	| 'issue-previous'
	| 'edit'
	| 'accept'
	| 'accept-alike'
	| 'set-aside'
	| 'undo'
	| 'mapping'
	| 'reload'
	| 'import';

/** The whole keyboard map of the review. */
export const reviewKeyMap = new KeyMap<Deed>([
	moveKeys,
	{
		title: 'Issues and fixes',
		keys: [
			key('issue-next', 'Next issue', ['n'], ['F8']),
			key('issue-previous', 'Previous issue', ['p'], ['Shift+F8']),
			key('edit', 'Edit the cell', ['e', 'F2']),
			key('accept', 'Accept the suggested fix', ['f']),
			key('accept-alike', 'Accept it for all cells alike', ['Shift+F']),
			key('set-aside', 'Leave the row out', ['x']),
			key('undo', 'Take the last fix back, of this row first', ['u'])
		]
	},
	lookKeys(['all', 'create', 'update', 'unchanged', 'issues']),
	{
		title: 'File and import',
		keys: [
			key('mapping', 'Go to the columns', ['m']),
			key('reload', 'Read the file again, after saving it', ['r']),
			key('import', 'Import', [], ['Control+Enter', 'Meta+Enter']),
			helpKey
		]
	}
]);

/** The keys of a deed as a person reads them: `J`, `Ctrl Enter`. Without characters, where these are off. */
export function keyNames(deed: Deed, characters: boolean): string[] {
	return reviewKeyMap.names(deed, characters);
}

/** The keys of a deed for `aria-keyshortcuts`; undefined where characters are off and there are no others. */
export function keyShortcuts(deed: Deed, characters: boolean): string | undefined {
	return reviewKeyMap.shortcuts(deed, characters);
}
