import { type FieldName, fieldNames } from '../customer/customer.ts';
import type { Mapping } from '../import/mapping.ts';
import type { ReviewRow } from '../import/worker-api.ts';
import type { ListedRow, RowList } from './row-list.ts';

/** A column of the grid of rows: what happens, the spreadsheet row, or a field. */
export type GridColumn = 'action' | 'row' | FieldName;

/** The columns of the grid: only fields that are read from the file have one. */
export function gridColumns(mapping: Mapping): GridColumn[] {
	return columnsOf(fieldNames.filter((field) => mapping[field] !== null));
}

/** The columns of a grid that shows these fields. */
export function columnsOf(fields: readonly FieldName[]): GridColumn[] {
	return ['action', 'row', ...fields];
}

/** The field of a column; null for the columns that show none. */
export function fieldOf(column: GridColumn): FieldName | null {
	return column === 'action' || column === 'row' ? null : column;
}

/**
 * The one cell of the grid that Tab leads to (spec 3.9). It is a place in the list, not a row: after a fix the
 * next row has come to where the person is.
 */
export class RowCursor<R extends ListedRow = ReviewRow> {
	/** The last move of the person, and the row that it led to; null before the first. A new object for each. */
	moved = $state.raw<{ row: number | undefined } | null>(null);
	/** A wish that the cell take the focus; a new object for each wish. */
	focusWish = $state.raw<object | null>(null);

	#rows: Pick<RowList<R>, 'total' | 'at' | 'get'>;
	#columns: () => readonly GridColumn[];
	#position = $state(0);
	#column = $state<GridColumn>('email');

	constructor(rows: Pick<RowList<R>, 'total' | 'at' | 'get'>, columns: () => readonly GridColumn[]) {
		this.#rows = rows;
		this.#columns = columns;
	}

	/** In the list of the present filter and search; 0 in an empty one. */
	get position(): number {
		return Math.max(0, Math.min(this.#position, this.#rows.total - 1));
	}

	/** A column whose field is not mapped any longer leaves the cursor at the address. */
	get column(): GridColumn {
		return this.#columns().includes(this.#column) ? this.#column : 'email';
	}

	/** Whether the person has been in the grid: before that there is no place to go on from. */
	get isPlaced(): boolean {
		return this.moved !== null;
	}

	/** The row at the cursor, asked for where it is not here; undefined in an empty list. */
	row(): Promise<R | undefined> {
		return this.#rows.get(this.position);
	}

	/**
	 * Says where the person is, without moving the focus.
	 *
	 * @param row the spreadsheet row there, where the list may be about to be another
	 */
	place(position: number, column: GridColumn = this.column, row = this.#rows.at(position)?.row): void {
		this.#position = position;
		this.#column = column;
		this.moved = { row };
	}

	/** Goes back to the first row, where the list is another. */
	restart(): void {
		if (this.isPlaced) this.place(0);
		else this.#position = 0;
	}

	/** Forgets where the person was: another list takes this one's place, and takes no focus from anybody. */
	forget(): void {
		this.#position = 0;
		this.moved = this.focusWish = null;
	}

	/** Moves the cell and the focus to a place. */
	goTo(position: number, column: GridColumn = this.column, row?: number): void {
		this.place(Math.max(0, Math.min(position, this.#rows.total - 1)), column, row);
		this.focus();
	}

	/** Moves up or down by so many rows, to the ends at most. */
	moveRows(by: number): void {
		this.goTo(this.position + by);
	}

	/** Moves left or right by so many cells, to the ends at most. */
	moveCells(by: number): void {
		const columns = this.#columns();
		const index = columns.indexOf(this.column) + by;
		this.goTo(this.position, columns[Math.max(0, Math.min(index, columns.length - 1))]);
	}

	/** Gives the focus to the cell. */
	focus(): void {
		this.focusWish = {};
	}
}
