import type { CustomerStatus } from './customer.ts';

/** The columns that the customers list can be sorted by. */
export const sortFields = ['email', 'name', 'creditLimit', 'updatedAt'] as const;

export type SortField = (typeof sortFields)[number];

/** What the customers list shows; all of it stands in the page's address. */
export interface ListQuery {
	/** Text searched for; empty for none. */
	query: string;
	status: CustomerStatus | null;
	sort: SortField;
	direction: 'asc' | 'desc';
	/** Where the page starts, as the list before it said; null for the first page. */
	cursor: string | null;
}

/** How many customers a list has. */
export interface ListTotal {
	count: number;
	/** Whether there are more than these: a search is counted only so far as somebody may read. */
	isMore: boolean;
}

// No address and no name is longer (spec 2).
const maxQueryLength = 254;

/** Reads the list's state from an address. What makes no sense there is left out, never an error. */
export function readListQuery(params: URLSearchParams): ListQuery {
	const sort = params.get('sort') ?? '';
	const descending = sort.startsWith('-');
	const field = sortFields.find((name) => name === (descending ? sort.slice(1) : sort));
	const status = params.get('status');
	return {
		query: (params.get('q') ?? '').trim().slice(0, maxQueryLength),
		status: status === 'ACTIVE' || status === 'BLOCKED' ? status : null,
		sort: field ?? 'email',
		direction: field !== undefined && descending ? 'desc' : 'asc',
		cursor: params.get('cursor') || null
	};
}

/** The part of the address after the path: "?…", or nothing for the list as it first appears. */
export function listAddress(list: ListQuery): '' | `?${string}` {
	const params = new URLSearchParams();
	if (list.query !== '') params.set('q', list.query);
	if (list.status !== null) params.set('status', list.status);
	if (list.sort !== 'email' || list.direction === 'desc') params.set('sort', sortParameter(list));
	if (list.cursor !== null) params.set('cursor', list.cursor);
	return params.size === 0 ? '' : `?${params}`;
}

/** Column and direction as the address has them: `name`, or `-name` for descending. */
export function sortParameter({ sort, direction }: Pick<ListQuery, 'sort' | 'direction'>): string {
	return direction === 'desc' ? `-${sort}` : sort;
}

/** The list from its first page, sorted by a column: the other way round if it is already; newest and highest first. */
export function sortedBy(list: ListQuery, sort: SortField): ListQuery {
	const first = sort === 'creditLimit' || sort === 'updatedAt' ? 'desc' : 'asc';
	const opposite = list.direction === 'asc' ? 'desc' : 'asc';
	return { ...list, sort, direction: list.sort === sort ? opposite : first, cursor: null };
}

/** Whether anything narrows the list. */
export function isFiltered(list: ListQuery): boolean {
	return list.query !== '' || list.status !== null;
}
