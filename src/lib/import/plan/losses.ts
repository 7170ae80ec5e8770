import type { Change, Losses } from '../plan.ts';

/** Which loss a change is, if it is one: a value removed, or a customer who may order again (spec W1, S3). */
export function lossOf({ field, to }: Pick<Change, 'field' | 'to'>): keyof Losses | null {
	if (field === 'status') return to === 'ACTIVE' ? 'customersUnblocked' : null;
	if (to !== null) return null;
	switch (field) {
		case 'name':
			return 'namesRemoved';
		case 'notes':
			return 'notesRemoved';
		case 'creditLimit':
			return 'creditLimitsRemoved';
		case 'email':
			return null;
	}
}
