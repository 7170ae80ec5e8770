import { fieldNames } from '../../customer/customer.ts';
import type { ApplyRequest } from '../../import/apply.ts';
import { nativeDigest } from './native-digest.ts';

/**
 * SHA-256 of everything an apply request says, in one order whatever order its keys came in: equal hashes
 * mean the same content (spec A5). What is remembered of the mapping (spec M9) is no content of the import: it
 * writes no customer, and a repeated request writes nothing at all.
 */
export function requestHash({ importId, file, mapping, run, submission }: ApplyRequest): string {
	const { rowNumbers, columns, emptyCells, digest, rowDigests } = submission;
	const canonical = [
		importId,
		[file.name, file.sha256, file.bytes],
		fieldNames.map((field) => mapping[field] ?? null),
		run ? [run.id, run.batch, run.batches] : null,
		rowNumbers,
		fieldNames.map((field) => columns[field] ?? null),
		fieldNames.map((field) => emptyCells[field]),
		digest,
		rowDigests
	];
	return nativeDigest(JSON.stringify(canonical));
}
