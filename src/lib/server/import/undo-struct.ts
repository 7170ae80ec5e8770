import { type Struct, integer, max, min, nullable, object } from 'superstruct';
import { undoDigest } from '../../import/undo/undo-digest.ts';
import type { UndoRequest } from '../../import/undo.ts';
import { rowDigestsStruct, sha256Struct, uuidStruct } from './common-structs.ts';
import { nativeDigest } from './native-digest.ts';

/** The shape of an undo request. Strict: other keys are refused. */
export const undoStruct: Struct<UndoRequest> = object({
	importId: uuidStruct,
	undoId: uuidStruct,
	digest: sha256Struct,
	rowDigests: rowDigestsStruct
});

/** The shape of a question for a piece of an import's rows: after which row it begins. */
export const pieceStruct: Struct<{ importId: string; afterRow: number | null }> = object({
	importId: uuidStruct,
	afterRow: nullable(max(min(integer(), 0), 2_147_483_647))
});

/** Whether the digest of an undo is that of its rows' digests, which a struct of single values cannot see. */
export function isConsistentUndo({ importId, digest, rowDigests }: UndoRequest): boolean {
	return undoDigest(importId, rowDigests, nativeDigest) === digest;
}
