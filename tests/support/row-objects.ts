import type { FieldName } from '../../src/lib/customer/customer.ts';
import type { ApplyRequest, RowsApplyRequest, SubmittedRow } from '../../src/lib/import/apply.ts';

/** The same request as a program would send it, with an object for each row. */
export function withRowObjects({ submission, ...request }: ApplyRequest): RowsApplyRequest {
	const { rowNumbers, columns, ...rest } = submission;
	const fields = Object.keys(columns) as FieldName[];
	const rows = rowNumbers.map((row, i): SubmittedRow => {
		const values = fields.map((field) => [field, columns[field]?.[i] ?? null]);
		return { row, ...(Object.fromEntries(values) as Omit<SubmittedRow, 'row'>) };
	});
	return { ...request, submission: { ...rest, rows } };
}
