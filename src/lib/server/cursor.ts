const maxCursorLength = 2_000;

/** A place in a list as text for an address: opaque to people, and of no use to read anything that the list would not show. */
export function encodeCursor(parts: readonly (string | null)[]): string {
	return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The parts of a cursor, or null for anything that `encodeCursor` did not make, or that has another number of parts. */
export function decodeCursor(cursor: string, count: number): (string | null)[] | null {
	if (cursor.length > maxCursorLength) return null;
	try {
		const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
		if (!Array.isArray(parts) || parts.length !== count) return null;
		return parts.every((part) => part === null || typeof part === 'string') ? parts : null;
	} catch {
		return null;
	}
}

/** A place in a list that is sorted by time, and by id where times are the same. */
export interface Place {
	at: string;
	id: string;
}

/** The cursor of a place. */
export function encodePlace(at: Date, id: string): string {
	return encodeCursor([at.toISOString(), id]);
}

/** The place that a cursor names, or null for anything that `encodePlace` did not make. */
export function decodePlace(cursor: string): Place | null {
	const [at, id] = decodeCursor(cursor, 2) ?? [];
	return isInstant(at) && isUuid(id) ? { at, id } : null;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a part of a cursor is a UUID as the database writes it. */
export function isUuid(part: string | null | undefined): part is string {
	return typeof part === 'string' && uuidPattern.test(part);
}

/** Whether a part of a cursor is an instant as `toISOString` writes it. */
export function isInstant(part: string | null | undefined): part is string {
	if (typeof part !== 'string' || !/^\d{4}-/.test(part)) return false;
	const time = Date.parse(part);
	return !Number.isNaN(time) && new Date(time).toISOString() === part;
}
