/** How much one import may hold (spec I2). One configuration for browser, server and command line. */
export interface ImportLimits {
	/** Size of the file in bytes, inclusive. */
	maxBytes: number;
	/** Data rows, inclusive; blank rows do not count (spec P4). */
	maxRows: number;
}

export const defaultLimits: ImportLimits = { maxBytes: 2 * 1024 * 1024, maxRows: 5000 };

/** More columns than any customer list has; beyond it a file is read with the wrong delimiter or made to hurt. */
export const maxColumns = 1000;

/**
 * The largest apply request in bytes for these limits. A file of control characters grows sixfold as
 * JSON, and one in Windows-1252 by up to half again as UTF-8; eight times the file holds any legal import.
 */
export function maxRequestBytes(limits: ImportLimits): number {
	return limits.maxBytes * 8;
}

/**
 * The limits that a configuration asks for: `IMPORT_MAX_BYTES` and `IMPORT_MAX_ROWS`, whole numbers above
 * zero; the defaults where they are missing or empty.
 *
 * @throws RangeError naming the setting when it is anything else
 */
export function limitsFrom(settings: Record<string, string | undefined>): ImportLimits {
	return {
		maxBytes: wholeNumber(settings, 'IMPORT_MAX_BYTES', defaultLimits.maxBytes),
		maxRows: wholeNumber(settings, 'IMPORT_MAX_ROWS', defaultLimits.maxRows)
	};
}

function wholeNumber(settings: Record<string, string | undefined>, name: string, otherwise: number): number {
	const text = settings[name];
	if (text === undefined || text === '') return otherwise;
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < 1)
		throw new RangeError(`${name} must be a whole number above zero.`);
	return value;
}
