import { cellState } from '../plan.ts';

/** What the bytes of a cell tell without being made a text: a state of `cellState`, or one of these. */
export type Look = number;

/** Only the field's reader can tell. */
export const unclear: Look = 4;

/** A flag beside a state: the address is valid, and its domain may be a slip of the fingers. */
export const maybeSlip: Look = 8;

/**
 * Looks at the bytes of a cell that is not empty, without its quotes; `end` is exclusive.
 *
 * @param maxLength the most code points that a name or notes may have
 */
export type LookAt = (
	bytes: Uint8Array,
	start: number,
	end: number,
	isQuoted: boolean,
	maxLength: number
) => Look;

/** The state in a look that is not `unclear`. */
export function stateOf(look: Look): number {
	return look & (cellState.asWritten | cellState.read);
}
