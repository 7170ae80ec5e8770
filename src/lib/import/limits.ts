/** How much there may be at most. */
export interface SizeLimits {
	/** Size in bytes, inclusive. */
	maxBytes: number;
	/** Data rows, inclusive; blank rows do not count (spec P4). */
	maxRows: number;
}

/** How much one import may hold (spec I2). One configuration for browser, server and command line. */
export interface ImportLimits extends SizeLimits {
	/** How much a file may hold that is read at all, and applied as several imports (spec I30); at least as much. */
	file: SizeLimits;
}

export const defaultLimits: ImportLimits = {
	maxBytes: 2 * 1024 * 1024,
	maxRows: 5000,
	file: { maxBytes: 50 * 1024 * 1024, maxRows: 100_000 }
};

/** A workbook's sheet may be so many times larger as CSV than the packed file. */
export const maxCsvFactor = 4;

/**
 * Whether a file is applied as one import, or as several (spec I30).
 *
 * @param file its size in bytes, that of the CSV that its rows stand in, and how many rows it has
 */
export function fitsOneImport(
	file: { bytes: number; csvBytes: number; rows: number },
	{ maxBytes, maxRows }: SizeLimits
): boolean {
	return file.bytes <= maxBytes && file.csvBytes <= maxBytes * maxCsvFactor && file.rows <= maxRows;
}

/** More columns than any customer list has; beyond it a file is read with the wrong delimiter or made to hurt. */
export const maxColumns = 1000;

/** For how many days an import can be undone, and its before-images are kept (spec H2). */
export const undoDays = 30;

/**
 * The largest apply request in bytes for these limits, unpacked. A file of control characters grows sixfold as
 * JSON, and one in Windows-1252 by up to half again as UTF-8; eight times the file holds any legal import.
 */
export function maxRequestBytes(limits: SizeLimits): number {
	return limits.maxBytes * 8;
}

/** From this many bytes on, what goes over the wire is packed with gzip: requests always, answers where asked for. */
export const packedFrom = 100_000;

/**
 * The limits that a configuration asks for: `IMPORT_MAX_BYTES`, `IMPORT_MAX_ROWS`, `IMPORT_MAX_FILE_BYTES` and
 * `IMPORT_MAX_FILE_ROWS`, whole numbers above zero; the defaults where they are missing or empty. A file may always
 * hold what one import may.
 *
 * @throws RangeError naming the setting when it is anything else
 */
export function limitsFrom(settings: Record<string, string | undefined>): ImportLimits {
	const { file } = defaultLimits;
	const maxBytes = wholeNumber(settings, 'IMPORT_MAX_BYTES', defaultLimits.maxBytes);
	const maxRows = wholeNumber(settings, 'IMPORT_MAX_ROWS', defaultLimits.maxRows);
	return {
		maxBytes,
		maxRows,
		file: {
			maxBytes: Math.max(maxBytes, wholeNumber(settings, 'IMPORT_MAX_FILE_BYTES', file.maxBytes)),
			maxRows: Math.max(maxRows, wholeNumber(settings, 'IMPORT_MAX_FILE_ROWS', file.maxRows))
		}
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
