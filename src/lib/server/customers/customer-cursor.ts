import type { SortField } from '../../customer/list-query.ts';
import { isStorable } from '../../customer/text.ts';
import { decodeCursor, encodeCursor, isInstant, isUuid } from '../cursor.ts';

export type SortDirection = 'asc' | 'desc';

/** A customer's place in a sorted list: its sort value as text, and its id to tell ties apart. */
export interface Position {
	value: string | null;
	id: string;
}

/** From where a page is read, and to which side. */
export interface PageStart extends Position {
	side: 'after' | 'before';
}

const isSortValue: Record<SortField, (value: string | null) => boolean> = {
	email: (value) => isShortText(value),
	name: (value) => value === null || isShortText(value),
	creditLimit: (value) => value === null || /^\d{1,10}\.\d{2}$/.test(value),
	updatedAt: isInstant
};

/** A cursor to the rows before or after a place. It holds for this sort and direction only. */
export function customerCursor(sort: SortField, direction: SortDirection, start: PageStart): string {
	return encodeCursor([sort, direction, start.side, start.value, start.id]);
}

/** Reads a cursor; null for one that is broken, tampered with, or of another sort, which means the first page. */
export function readCustomerCursor(
	sort: SortField,
	direction: SortDirection,
	cursor: string
): PageStart | null {
	const parts = decodeCursor(cursor, 5);
	if (parts === null) return null;
	const [cursorSort, cursorDirection, side, value = null, id] = parts;
	if (cursorSort !== sort || cursorDirection !== direction) return null;
	if (side !== 'after' && side !== 'before') return null;
	if (!isSortValue[sort](value) || !isUuid(id)) return null;
	return { side, value, id };
}

function isShortText(value: string | null): boolean {
	return value !== null && value.length <= 508 && isStorable(value);
}
