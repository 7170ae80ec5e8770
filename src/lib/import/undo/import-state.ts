import type { ImportState } from '../undo.ts';

/** How much of an import is undone, told by how many customers it changed and for how many that was taken back (spec H1). */
export function importState(changed: number, undone: number): ImportState {
	if (undone === 0) return 'applied';
	return undone < changed ? 'partly-undone' : 'undone';
}
