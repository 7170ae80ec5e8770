import { error } from '@sveltejs/kit';
import { isUuid } from '$lib/server/cursor.ts';

/**
 * Lets only those see what was imported who may import (spec U1, H1).
 *
 * @throws Kit's error 403
 */
export function requireImporter(mayImport: boolean): void {
	if (!mayImport) {
		error(403, 'Your role may look at customers, but not at imports. Ask an owner or admin of your company.');
	}
}

/**
 * What an id of the address stands for.
 *
 * @throws Kit's error 404 where it is no id, unknown, or of another company
 */
export async function foundOr404<T>(id: string, find: (id: string) => Promise<T | null>): Promise<T> {
	const found = isUuid(id) ? await find(id) : null;
	if (found === null) error(404, 'There is no such import.');
	return found;
}
