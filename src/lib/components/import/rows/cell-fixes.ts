import type { FieldName } from '../../../customer/customer.ts';

/** The ways to mend a cell in the grid (spec W4). */
export interface CellFixes {
	/** The cell that is being edited. */
	editing: { row: number; field: FieldName } | null;
	/** The key that accepts a suggested fix, where it is on. */
	acceptKey: string | undefined;
	/** The cell at the cursor is to be edited. */
	onedit: () => void;
	/** The suggestion in a cell is accepted. */
	onaccept: (position: number, row: number, field: FieldName) => void;
}
