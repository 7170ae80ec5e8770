import { type FieldName, fieldNames } from '../customer/customer.ts';
import type { Mapping, MappingReason } from '../import/mapping.ts';

type Reasons = Record<FieldName, MappingReason>;

/** The reasons of a mapping that the headers proposed. */
export function detectedReasons(mapping: Mapping): Reasons {
	return reasonsOf(mapping, mapping);
}

/** The reasons of a mapping of which only the headers' proposal is known: what differs was chosen. */
export function reasonsOf(mapping: Mapping, proposed: Mapping, otherwise: MappingReason = 'chosen'): Reasons {
	const reasons = fieldNames.map((field) => {
		const column = mapping[field];
		if (column === null) return [field, 'none'] as const;
		return [field, column === proposed[field] ? 'known-name' : otherwise] as const;
	});
	return Object.fromEntries(reasons) as Reasons;
}

/** The reasons of a mapping that was carried over from another file: where they held, they hold. */
export function carryReasons(mapping: Mapping, proposed: Mapping, last: { reasons: Reasons }): Reasons {
	const reasons = reasonsOf(mapping, proposed);
	for (const field of fieldNames) {
		const before = last.reasons[field];
		if (reasons[field] !== 'none' && before !== 'none') reasons[field] = before;
	}
	return reasons;
}
