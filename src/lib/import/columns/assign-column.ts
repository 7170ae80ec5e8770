import { type FieldName, fieldNames } from '../../customer/customer.ts';
import type { Mapping } from '../mapping.ts';

/**
 * Gives a field a column, or none. A column feeds one field only: `takenFrom` names the field that had it
 * until now and has none from now on.
 */
export function assignColumn(
	mapping: Mapping,
	field: FieldName,
	column: number | null
): { mapping: Mapping; takenFrom: FieldName | null } {
	const owner = column === null ? undefined : fieldNames.find((name) => mapping[name] === column);
	const takenFrom = owner === undefined || owner === field ? null : owner;
	const next = { ...mapping, [field]: column };
	if (takenFrom !== null) next[takenFrom] = null;
	return { mapping: next, takenFrom };
}
