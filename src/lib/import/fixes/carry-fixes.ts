import { rowFingerprint } from '../plan/digest.ts';
import { type Desk, withFixes } from './desk.ts';
import type { CellEdit, Fix, RowAside } from '../fix.ts';
import { headerKey } from '../headers/header-names.ts';
import { indexOfRow } from '../read/row-index.ts';
import type { CsvTable } from '../table.ts';
import type { AdoptedFixes } from '../worker-api.ts';

/**
 * Fixes with what is needed to make them again in another file: what the file said there, and columns by name
 * rather than position. Plain data, for storage.
 */
export interface PortableFixes {
	/** Names of the columns that fixes touch; `nth` tells apart columns of the same name (spec P8). */
	columns: { column: number; key: string; nth: number }[];
	/** By spreadsheet row: a fingerprint of its cells as the file has them. */
	rows: [row: number, fingerprint: string][];
	/** By spreadsheet row and column: the cell as the file has it. */
	cells: [row: number, column: number, text: string][];
	fixes: Fix[];
}

/** The fixes of a desk, to be made again on another one. */
export function exportFixes({ source, fixes }: Desk): PortableFixes {
	const edits = fixes.flatMap((fix) => (fix.kind === 'cells' ? fix.edits : []));
	const columns = [...new Set(edits.map(({ column }) => column))];
	const rows = new Set(
		fixes.flatMap((fix) => (fix.kind === 'cells' ? fix.edits : fix.rows).map(({ row }) => row))
	);
	return {
		columns: columns.map((column) => ({ column, ...nameOf(source.header, column) })),
		rows: [...rows].map((row) => [row, fingerprintOf(source, indexOfRow(source.rowNumbers, row))]),
		cells: edits.map(({ row, column }) => [row, column, textOf(source, row, column)]),
		fixes: [...fixes]
	};
}

/**
 * Makes exported fixes again, where they still fit: on the same row, if the cell there says what it said, or else
 * on the one row that is as the old row was (spec W4). Where the cell says already what the fix made of it, there
 * is nothing left to fix. In all other cases the file wins.
 */
export function adoptFixes(desk: Desk, portable: PortableFixes): { desk: Desk; adopted: AdoptedFixes } {
	const adopted: AdoptedFixes = { kept: 0, settled: 0, dropped: 0 };
	const place = placesIn(desk.source, portable);
	const fixes = portable.fixes.flatMap((fix): Fix[] => {
		if (fix.kind === 'set-aside') {
			const rows = fix.rows.flatMap((aside): RowAside[] => {
				const row = place.row(aside.row);
				adopted[row === undefined ? 'dropped' : 'kept']++;
				return row === undefined
					? []
					: [{ row, problems: aside.problems.map((problem) => ({ ...problem, row })) }];
			});
			return rows.length === 0 ? [] : [{ ...fix, rows }];
		}
		const edits = fix.edits.flatMap((edit): CellEdit[] => {
			const found = place.cell(edit);
			adopted[found.kind]++;
			return found.kind === 'kept' ? [{ ...edit, row: found.row, column: found.column }] : [];
		});
		return edits.length === 0 ? [] : [{ ...fix, edits }];
	});
	return { desk: fixes.length === 0 ? desk : withFixes(desk, fixes), adopted };
}

type FoundCell = { kind: 'kept'; row: number; column: number } | { kind: 'settled' } | { kind: 'dropped' };

function placesIn(
	source: CsvTable,
	portable: PortableFixes
): { row: (old: number) => number | undefined; cell: (edit: CellEdit) => FoundCell } {
	const columns = new Map(
		portable.columns.map(({ column, key, nth }) => [column, find(source.header, key, nth)])
	);
	const fingerprints = new Map(portable.rows);
	const written = new Map(portable.cells.map(([row, column, text]) => [`${row} ${column}`, text]));
	let alike: Map<string, number | null> | undefined;

	/** The row that is as the old one was; undefined where none or several are. */
	function twin(old: number): number | undefined {
		alike ??= uniqueRows(source);
		return alike.get(fingerprints.get(old) ?? '') ?? undefined;
	}
	function row(old: number): number | undefined {
		const index = indexOfRow(source.rowNumbers, old);
		const isSame = index !== -1 && fingerprintOf(source, index) === fingerprints.get(old);
		return isSame ? old : twin(old);
	}
	function cell({ row: old, column: oldColumn, after }: CellEdit): FoundCell {
		const column = columns.get(oldColumn) ?? (oldColumn >= source.header.length ? oldColumn : undefined);
		if (column === undefined) return { kind: 'dropped' };
		const text = written.get(`${old} ${oldColumn}`);
		const isThere = indexOfRow(source.rowNumbers, old) !== -1;
		if (isThere && textOf(source, old, column) === text) return { kind: 'kept', row: old, column };
		const other = twin(old);
		if (other !== undefined) return { kind: 'kept', row: other, column };
		return isThere && textOf(source, old, column) === after ? { kind: 'settled' } : { kind: 'dropped' };
	}
	return { row, cell };
}

function uniqueRows(source: CsvTable): Map<string, number | null> {
	const rows = new Map<string, number | null>();
	for (let index = 0; index < source.rows.length; index++) {
		const fingerprint = fingerprintOf(source, index);
		rows.set(fingerprint, rows.has(fingerprint) ? null : (source.rowNumbers[index] ?? 0));
	}
	return rows;
}

function fingerprintOf(source: CsvTable, index: number): string {
	return rowFingerprint(source.rows.row(index));
}

function textOf(source: CsvTable, row: number, column: number): string {
	return source.rows.cell(indexOfRow(source.rowNumbers, row), column);
}

function nameOf(header: readonly string[], column: number): { key: string; nth: number } {
	const key = headerKey(header[column] ?? '');
	return { key, nth: header.slice(0, column).filter((name) => headerKey(name) === key).length };
}

function find(header: readonly string[], key: string, nth: number): number | undefined {
	return header.flatMap((name, column) => (headerKey(name) === key ? [column] : []))[nth];
}
