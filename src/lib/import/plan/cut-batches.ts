import { fieldNames } from '../../customer/customer.ts';
import type { SizeLimits } from '../limits.ts';
import type { CheckedRows, ImportPlan } from '../plan.ts';

/**
 * Cuts the rows of a plan that change something into imports (spec I30): each the indices of some of the rows, in
 * their order, as many as one import may hold. A row by itself always fits: its cells are no longer than their
 * fields allow. What is left of a plan is cut as the whole was.
 *
 * @param plan of these rows
 * @param limits of one import; its bytes are those of the mapped values as JSON in UTF-8
 * @param isLeft whether a row is still to be imported
 */
export function* cutBatches(
	rows: CheckedRows,
	{ outcomes }: ImportPlan,
	limits: SizeLimits,
	isLeft: (index: number) => boolean = () => true
): Generator<number[], void, undefined> {
	let batch: number[] = [];
	let bytes = 0;
	for (let i = 0; i < outcomes.length; i++) {
		const kind = outcomes[i]?.kind;
		if ((kind !== 'create' && kind !== 'update') || !isLeft(i)) continue;
		const size = bytesOfRow(rows, i);
		if (batch.length > 0 && (batch.length === limits.maxRows || bytes + size > limits.maxBytes)) {
			yield batch;
			batch = [];
			bytes = 0;
		}
		batch.push(i);
		bytes += size;
	}
	if (batch.length > 0) yield batch;
}

/** The bytes of a row's mapped values as JSON in UTF-8, each with its comma. */
function bytesOfRow({ columns }: CheckedRows, i: number): number {
	let bytes = 0;
	for (const field of fieldNames) {
		const column = columns[field];
		if (column === undefined) continue;
		const value = column.value(i);
		bytes += 1 + (value === null ? 4 : jsonBytes(value));
	}
	return bytes;
}

// Control characters that JSON writes with a letter: \b \t \n \f \r.
const shortEscapes: ReadonlySet<number> = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

/** The bytes of a text as JSON in UTF-8, counted: writing it out to measure it takes far longer. */
export function jsonBytes(text: string): number {
	let bytes = 2;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit < 0x20) bytes += shortEscapes.has(unit) ? 2 : 6;
		else if (unit < 0x80) bytes += unit === 0x22 || unit === 0x5c ? 2 : 1;
		else if (unit < 0x800) bytes += 2;
		else if (unit < 0xd800 || unit > 0xdfff) bytes += 3;
		else if (unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
			bytes += 4;
			i++;
		} else bytes += 6;
	}
	return bytes;
}
