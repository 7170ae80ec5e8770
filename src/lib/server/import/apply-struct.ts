import { type Struct, define, enums, integer, max, min, object, optional, size, string } from 'superstruct';
import { type FieldName, fieldNames } from '../../customer/customer.ts';
import type { ApplyRequest } from '../../import/apply.ts';
import { planDigest } from '../../import/plan/digest.ts';
import type { ImportLimits } from '../../import/limits.ts';
import type { Submission } from '../../import/worker-api.ts';
import { rowDigestsStruct, sha256Struct, uuidStruct } from './common-structs.ts';
import { nativeDigest } from './native-digest.ts';
import { rememberStruct } from './remember-struct.ts';

// What metadata may have before it is cut for storing; a longer name is nobody's file.
const maxMetadataLength = 10_000;

// A file of single-row batches has no more.
const batchStruct = max(min(integer(), 1), 2_147_483_647);

/**
 * The shape of an apply request; what the rows' values mean is for the core's checks (spec A1). Strict:
 * other keys are refused, `__proto__` among them. The number of rows is checked by the caller first.
 */
export function applyStruct(limits: ImportLimits): Struct<ApplyRequest> {
	const emptyCell = enums(['clear', 'keep']);
	const header = optional(size(string(), 0, maxMetadataLength));
	return object({
		importId: uuidStruct,
		file: object({
			name: size(string(), 0, maxMetadataLength),
			sha256: sha256Struct,
			bytes: max(min(integer(), 0), limits.file.maxBytes)
		}),
		mapping: object({ email: header, name: header, status: header, notes: header, creditLimit: header }),
		remember: optional(rememberStruct),
		run: optional(object({ id: uuidStruct, batch: batchStruct, batches: batchStruct })),
		submission: object({
			rowNumbers: rowNumbersStruct(limits.maxRows),
			columns: columnsStruct(limits.maxBytes),
			emptyCells: object({
				email: emptyCell,
				name: emptyCell,
				status: emptyCell,
				notes: emptyCell,
				creditLimit: emptyCell
			}),
			digest: sha256Struct,
			rowDigests: rowDigestsStruct
		})
	});
}

/**
 * Whether the parts of a request belong together, which a struct of single values cannot see: columns and
 * digests have one value a row, the plan's digest is the digest of these rows' digests, and a batch is one of them.
 */
export function isConsistent({ submission, run }: ApplyRequest): boolean {
	const { rowNumbers, columns, emptyCells, digest, rowDigests } = submission;
	if (run !== undefined && run.batch > run.batches) return false;
	const rows = rowNumbers.length;
	if (rowDigests.length !== rows) return false;
	if (!Object.values(columns).every((column) => column.length === rows)) return false;
	const fields = Object.keys(columns) as FieldName[];
	return planDigest({ emptyCells }, fields, rowDigests, nativeDigest) === digest;
}

/** How many rows the input claims to have, before anything else is known of it; null when it has no list of rows. */
export function claimedRows(input: unknown): number | null {
	const submission = ownValue(input, 'submission');
	const rows = ownValue(submission, 'rowNumbers') ?? ownValue(submission, 'rows');
	return Array.isArray(rows) ? rows.length : null;
}

function rowNumbersStruct(maxRows: number): Struct<number[]> {
	return define<number[]>('row numbers', (value) => {
		if (!Array.isArray(value) || value.length > maxRows) return false;
		let last = 0;
		for (const row of value) {
			if (!Number.isSafeInteger(row) || row <= last) return false;
			last = row;
		}
		return last <= 2_147_483_647;
	});
}

/** One pass over each column: superstruct's own arrays take fifty times as long. */
function columnsStruct(maxLength: number): Struct<Submission['columns']> {
	return define<Submission['columns']>('columns', (value) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
		const fields = Object.keys(value);
		if (!fields.includes('email') || !fields.every(isFieldName)) return false;
		return Object.values(value).every((column: unknown) => isTextColumn(column, maxLength));
	});
}

/** No cell is longer than the file that it came from. */
function isTextColumn(column: unknown, maxLength: number): boolean {
	return (
		Array.isArray(column) &&
		column.every((cell) => cell === null || (typeof cell === 'string' && cell.length <= maxLength))
	);
}

function isFieldName(key: string): key is FieldName {
	return (fieldNames as readonly string[]).includes(key);
}

function ownValue(value: unknown, key: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
	return (value as Record<string, unknown>)[key];
}
