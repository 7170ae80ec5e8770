import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import type { CustomerEvent, PastValue } from '../history.ts';

/** What there is to tell a customer's history from. */
export interface CustomerFacts {
	/** The customer as it is now. */
	now: Customer;
	createdAt: string;
	/** By time, the oldest first. */
	events: readonly CustomerEvent[];
	/** Whether there were more, before these. */
	isCut: boolean;
}

/**
 * The values of each field, the present one first (spec 8). A state that is no longer known is told from the changes
 * before and after it, where these are.
 */
export function customerHistory(facts: CustomerFacts): Record<FieldName, PastValue[]> {
	const events = fillGaps(facts);
	return Object.fromEntries(
		fieldNames.map((field) => [field, valuesOf(field, facts, events).reverse()])
	) as Record<FieldName, PastValue[]>;
}

/** Every change leaves what the next one finds, and the last one what is there now. */
function fillGaps({ now, events }: CustomerFacts): CustomerEvent[] {
	const filled: CustomerEvent[] = [];
	for (const [index, event] of events.entries()) {
		const next = events[index + 1];
		const before = event.before ?? (event.isCreation ? null : (filled.at(-1)?.after ?? null));
		const after = event.after ?? (next === undefined ? now : next.before);
		filled.push({ ...event, before, after });
	}
	return filled;
}

function valuesOf(field: FieldName, facts: CustomerFacts, events: readonly CustomerEvent[]): PastValue[] {
	const changes = events.filter(({ fields }) => fields.includes(field));
	const values = changes.map(({ at, source, after }) => pastValue(field, after, { since: at, source }));
	if (facts.isCut || events[0]?.isCreation) return values;
	const first = { since: facts.createdAt, source: { kind: 'creation' } } as const;
	const found = changes.length === 0 ? facts.now : (changes[0]?.before ?? null);
	return [pastValue(field, found, first), ...values];
}

function pastValue(
	field: FieldName,
	state: Customer | null,
	whence: Pick<PastValue, 'since' | 'source'>
): PastValue {
	return state === null ? whence : { value: state[field], ...whence };
}
