import { matchKeyBindingPress, parseKeybinding } from 'tinykeys';

/** What keys do in every list of rows (spec 3.9). */
export type ListDeed = MoveDeed | 'filter' | 'search' | 'details' | 'leave' | 'help';

/** The moves of the cursor. */
export type MoveDeed =
	| 'row-next'
	| 'row-previous'
	| 'rows-forward'
	| 'rows-back'
	| 'cell-next'
	| 'cell-previous'
	| 'cell-first'
	| 'cell-last'
	| 'list-first'
	| 'list-last';

/** One line of a keyboard map. */
interface MapKey<D extends string> {
	deed: D;
	words: string;
	/** What works with the focus in the grid of rows. In the notation of tinykeys. */
	inGrid: readonly string[];
	/** What works with the focus anywhere on the page. */
	anywhere: readonly string[];
}

export interface KeyGroup<D extends string> {
	title: string;
	keys: readonly MapKey<D>[];
}

/** A line of a keyboard map. */
export function key<D extends string>(
	deed: D,
	words: string,
	inGrid: readonly string[],
	anywhere: readonly string[] = []
): MapKey<D> {
	return { deed, words, inGrid, anywhere };
}

export const moveKeys: KeyGroup<MoveDeed> = {
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
};

/**
 * The keys that show rows and what is in them.
 *
 * @param filters what the digits show, in their order
 */
export function lookKeys(filters: readonly string[]): KeyGroup<'details' | 'filter' | 'search' | 'leave'> {
	const digits = filters.map((_, index) => String(index + 1));
	return {
		title: 'Look',
		keys: [
			key('details', 'All about the row', ['Enter', 'Space']),
			key('filter', `Show ${filters.join(', ')}`, digits),
			key('search', 'Find in rows', ['/', 'Shift+/']),
			key('leave', 'Show all rows again', ['Escape'])
		]
	};
}

export const helpKey = key('help', 'Show these keys', [], ['?', 'Shift+?']);

/** A keyboard map: the handlers, the hints and the help are all made from it. */
export class KeyMap<D extends string> {
	/** In the order of the help. */
	readonly groups: readonly KeyGroup<D>[];

	constructor(groups: readonly KeyGroup<D>[]) {
		this.groups = groups;
	}

	/** The keys of a deed as a person reads them: `J`, `Ctrl Enter`. Without characters, where these are off. */
	names(deed: D, characters: boolean): string[] {
		return this.#shown(deed, characters).map(keyName);
	}

	/** The keys of a deed for `aria-keyshortcuts`; undefined where characters are off and there are no others. */
	shortcuts(deed: D, characters: boolean): string | undefined {
		return this.#shown(deed, characters).join(' ') || undefined;
	}

	/**
	 * What a key press asks for; null for nothing. `index` tells the keys of one deed apart.
	 *
	 * @param characters whether single characters are on
	 */
	deedOf(event: KeyboardEvent, characters: boolean): { deed: D; index: number } | null {
		// While characters are composed, keys belong to the input method; some browsers say so by the code 229 only.
		if (event.isComposing || event.keyCode === 229) return null;
		const target = event.target instanceof Element ? event.target : null;
		const isInGrid = Boolean(target?.closest('[role="grid"]')) && target?.closest('button, a[href]') === null;
		// Enter chooses in a select, with Ctrl or without.
		const isSelect = target instanceof HTMLSelectElement;
		const isTyping = Boolean(target?.closest('input, select, textarea, [contenteditable]'));
		for (const { deed, inGrid, anywhere } of this.#keys) {
			const places = [...(isInGrid && !isTyping ? inGrid : []), ...anywhere];
			for (const notation of places) {
				const [press] = parseKeybinding(notation);
				if (press === undefined || !matchKeyBindingPress(event, press)) continue;
				if (isCharacter(notation) ? !characters || isTyping : isSelect && notation.endsWith('+Enter'))
					continue;
				return { deed, index: inGrid.indexOf(notation) };
			}
		}
		return null;
	}

	get #keys(): MapKey<D>[] {
		return this.groups.flatMap(({ keys }) => keys);
	}

	#shown(deed: D, characters: boolean): string[] {
		return this.#keys
			.flatMap((one) => (one.deed === deed ? [...one.inGrid, ...one.anywhere] : []))
			.filter((notation) => characters || !isCharacter(notation))
			.filter((notation) => !withNeedlessShift.has(notation));
	}
}

/** Whether a key is a single character, typed with Shift or without: these can be switched off (WCAG 2.1.4). */
export function isCharacter(notation: string): boolean {
	const [press] = parseKeybinding(notation);
	return (
		press !== undefined && [...press[1].toString()].length === 1 && press[0].every((mod) => mod === 'Shift')
	);
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
