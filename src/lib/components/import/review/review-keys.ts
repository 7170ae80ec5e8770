import { matchKeyBindingPress, parseKeybinding } from 'tinykeys';

/** Everything that a key can do in the review (spec 3.9). */
export type Deed =
	| 'row-next'
	| 'row-previous'
	| 'rows-forward'
	| 'rows-back'
	| 'cell-next'
	| 'cell-previous'
	| 'cell-first'
	| 'cell-last'
	| 'list-first'
	| 'list-last'
	| 'issue-next'
	| 'issue-previous'
	| 'filter'
	| 'search'
	| 'details'
	| 'edit'
	| 'accept'
	| 'accept-alike'
	| 'set-aside'
	| 'undo'
	| 'mapping'
	| 'reload'
	| 'import'
	| 'help'
	| 'leave';

/** One line of the keyboard map: the handlers and the help are both made from it. */
export interface ReviewKey {
	deed: Deed;
	words: string;
	/** What works with the focus in the grid of rows. In the notation of tinykeys. */
	inGrid: readonly string[];
	/** What works with the focus anywhere on the preview. */
	anywhere: readonly string[];
}

interface KeyGroup {
	title: string;
	keys: readonly ReviewKey[];
}

function key(
	deed: Deed,
	words: string,
	inGrid: readonly string[],
	anywhere: readonly string[] = []
): ReviewKey {
	return { deed, words, inGrid, anywhere };
}

/** The whole keyboard map of the review, in the order of the help. */
export const reviewKeys: readonly KeyGroup[] = [
	{
		title: 'Move',
		keys: [
			key('row-next', 'Next row', ['j', 'ArrowDown']),
			key('row-previous', 'Previous row', ['k', 'ArrowUp']),
			key('rows-forward', 'Ten rows on', ['PageDown']),
			key('rows-back', 'Ten rows back', ['PageUp']),
			key('cell-next', 'Next cell', ['ArrowRight']),
			key('cell-previous', 'Previous cell', ['ArrowLeft']),
			key('cell-first', 'First cell of the row', ['Home']),
			key('cell-last', 'Last cell of the row', ['End']),
			key('list-first', 'First row', ['Control+Home']),
			key('list-last', 'Last row', ['Control+End'])
		]
	},
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
	{
		title: 'Look',
		keys: [
			key('details', 'All about the row', ['Enter', 'Space']),
			key('filter', 'Show all, create, update, unchanged, issues', ['1', '2', '3', '4', '5']),
			key('search', 'Find in rows', ['/', 'Shift+/']),
			key('leave', 'Show all rows again', ['Escape'])
		]
	},
	{
		title: 'File and import',
		keys: [
			key('mapping', 'Go to the columns', ['m']),
			key('reload', 'Read the file again, after saving it', ['r']),
			key('import', 'Import', [], ['Control+Enter', 'Meta+Enter']),
			key('help', 'Show these keys', [], ['?', 'Shift+?'])
		]
	}
];

const allKeys = reviewKeys.flatMap(({ keys }) => keys);

/** Whether a key is a single character, typed with Shift or without: these can be switched off (WCAG 2.1.4). */
export function isCharacter(notation: string): boolean {
	const [press] = parseKeybinding(notation);
	return (
		press !== undefined && [...press[1].toString()].length === 1 && press[0].every((mod) => mod === 'Shift')
	);
}

/** The keys of a deed as a person reads them: `J`, `Ctrl Enter`. Without characters, where these are off. */
export function keyNames(deed: Deed, characters: boolean): string[] {
	const keys = keysOf(deed).filter((notation) => characters || !isCharacter(notation));
	return keys.filter((notation) => !withNeedlessShift.has(notation)).map(keyName);
}

/** The keys of a deed for `aria-keyshortcuts`; undefined where characters are off and there are no others. */
export function keyShortcuts(deed: Deed, characters: boolean): string | undefined {
	const keys = keysOf(deed).filter((notation) => characters || !isCharacter(notation));
	return keys.filter((notation) => !withNeedlessShift.has(notation)).join(' ') || undefined;
}

/**
 * What a key press asks for; null for nothing. `index` tells the keys of one deed apart.
 *
 * @param characters whether single characters are on
 */
export function deedOf(event: KeyboardEvent, characters: boolean): { deed: Deed; index: number } | null {
	// While characters are composed, keys belong to the input method; some browsers say so by the code 229 only.
	if (event.isComposing || event.keyCode === 229) return null;
	const target = event.target instanceof Element ? event.target : null;
	const isInGrid = Boolean(target?.closest('[role="grid"]')) && target?.closest('button') === null;
	// Enter chooses in a select, with Ctrl or without.
	const isSelect = target instanceof HTMLSelectElement;
	const isTyping = Boolean(target?.closest('input, select, textarea, [contenteditable]'));
	for (const { deed, inGrid, anywhere } of allKeys) {
		const places = [...(isInGrid && !isTyping ? inGrid : []), ...anywhere];
		for (const notation of places) {
			const [press] = parseKeybinding(notation);
			if (press === undefined || !matchKeyBindingPress(event, press)) continue;
			if (isCharacter(notation) ? !characters || isTyping : isSelect && deed === 'import') continue;
			return { deed, index: inGrid.indexOf(notation) };
		}
	}
	return null;
}

function keysOf(deed: Deed): string[] {
	return allKeys.flatMap((one) => (one.deed === deed ? [...one.inGrid, ...one.anywhere] : []));
}

// Some keyboards need Shift for these, others do not; nobody has to be told.
const withNeedlessShift: ReadonlySet<string> = new Set(['Shift+?', 'Shift+/']);

const names: Record<string, string> = {
	ArrowDown: '↓',
	ArrowUp: '↑',
	ArrowLeft: '←',
	ArrowRight: '→',
	PageDown: 'Page Down',
	PageUp: 'Page Up',
	Escape: 'Esc',
	Control: 'Ctrl',
	Meta: '⌘'
};

function keyName(notation: string): string {
	const parts = notation.split('+').map((part) => names[part] ?? part);
	return parts.map((part) => (part.length === 1 ? part.toUpperCase() : part)).join(' ');
}
