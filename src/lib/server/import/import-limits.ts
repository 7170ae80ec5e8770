import { type ImportLimits, limitsFrom } from '../../import/limits.ts';

/**
 * The limits of one import: `IMPORT_MAX_ROWS` and `IMPORT_MAX_BYTES`, or the defaults (spec I2). Pages hand
 * them to the browser, so that both sides have the same.
 *
 * @throws RangeError when a variable is not a whole number above zero
 */
export function importLimits(): ImportLimits {
	return limitsFrom(process.env);
}
