import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { planDigest, rowDigest } from './digest.ts';
import type { CheckedRows, ImportPlan, PlanOptions } from '../plan.ts';
import type { Submission } from '../worker-api.ts';

/**
 * What to send to apply a plan: the values of mapped fields, and digests of what the person saw (spec A1).
 * Cells of unmapped columns are not in checked rows and so cannot be in here (spec P9).
 */
export function makeSubmission(rows: CheckedRows, options: PlanOptions, plan: ImportPlan): Submission {
	const columns: Submission['columns'] = {};
	const fields: FieldName[] = [];
	for (const field of fieldNames) {
		const column = rows.columns[field];
		if (column === undefined) continue;
		columns[field] = column.values;
		fields.push(field);
	}
	const rowDigests = plan.outcomes.map(rowDigest);
	return {
		rowNumbers: [...rows.rowNumbers],
		columns,
		emptyCells: options.emptyCells,
		digest: planDigest(options, fields, rowDigests),
		rowDigests
	};
}
