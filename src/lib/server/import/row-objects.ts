import { fieldNames } from '../../customer/customer.ts';

/**
 * An apply request with its rows as columns, whichever of the two forms it came in: a submission that has `rows`, one
 * object a row, gets `rowNumbers` and `columns` in their place. Which fields are mapped is told by the first row, and
 * every other one must have the same (spec S2): a field that only some rows name could be left alone or be emptied.
 *
 * Anything else is given back as it is: what is wrong with it is `applyStruct`'s to say.
 */
export function withColumns(input: unknown): unknown {
	if (!isObject(input) || !isObject(input.submission)) return input;
	const { rows, ...submission } = input.submission;
	if (!Array.isArray(rows) || 'columns' in submission || 'rowNumbers' in submission) return input;
	const columns = columnsOf(rows);
	return columns === null ? input : { ...input, submission: { ...submission, ...columns } };
}

function columnsOf(
	rows: readonly unknown[]
): { rowNumbers: unknown[]; columns: Record<string, unknown[]> } | null {
	const [first] = rows;
	const fields = isObject(first) ? fieldNames.filter((field) => Object.hasOwn(first, field)) : [];
	const rowNumbers: unknown[] = [];
	const columns: Record<string, unknown[]> = Object.fromEntries(fields.map((field) => [field, []]));
	for (const row of rows) {
		// As many keys, and all of these: there is room for none that is no field.
		if (!isObject(row) || Object.keys(row).length !== fields.length + 1 || !Object.hasOwn(row, 'row'))
			return null;
		rowNumbers.push(row.row);
		for (const field of fields) {
			if (!Object.hasOwn(row, field)) return null;
			columns[field]?.push(row[field]);
		}
	}
	return { rowNumbers, columns };
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
