import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { planDigest, rowDigest } from './digest.ts';
import { type CheckedRows, type ImportPlan, type PlanOptions, rowKind } from '../plan.ts';
import type { Submission } from '../worker-api.ts';

/**
 * What to send to apply a plan: the values of mapped fields, and digests of what the person saw (spec A1).
 * Cells of unmapped columns are not in checked rows and so cannot be in here (spec P9).
 *
 * @param part the indices of the rows to send, ascending (spec I30); all that are imported, if left out. What happens with a row depends
 *   on no other one, as long as no address stands in two of them, so that the server plans a part as it was planned here.
 */
export function makeSubmission(
	rows: CheckedRows,
	options: PlanOptions,
	plan: ImportPlan,
	part: readonly number[] = plannedRows(plan)
): Submission {
	const columns: Submission['columns'] = {};
	const fields: FieldName[] = [];
	for (const field of fieldNames) {
		const column = rows.columns[field];
		if (column === undefined) continue;
		columns[field] = part.map((i) => column.value(i));
		fields.push(field);
	}
	const rowDigests = part.flatMap((i) => {
		const outcome = plan.outcome(i);
		return outcome === undefined ? [] : [rowDigest(outcome)];
	});
	return {
		rowNumbers: part.map((i) => rows.rowNumbers[i] ?? 0),
		columns,
		emptyCells: options.emptyCells,
		digest: planDigest(options, fields, rowDigests),
		rowDigests
	};
}

function plannedRows({ kinds }: ImportPlan): number[] {
	const planned: number[] = [];
	kinds.forEach((kind, index) => {
		if (kind !== rowKind.none) planned.push(index);
	});
	return planned;
}
