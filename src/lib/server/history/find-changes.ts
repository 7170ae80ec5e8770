import type { Customer } from '../../customer/customer.ts';
import type { Piece, RecordedChange } from '../../import/undo.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { pieceSize } from '../import/preview-undo.ts';
import { type StoredChange, readChanges } from '../import/read-changes.ts';

/**
 * What an import did to its next customers, by row; null where the company has no such import (spec H1, U2).
 *
 * @param afterRow the last piece's `next`; null for the first
 */
export function findChanges(
	companyId: string,
	importId: string,
	afterRow: number | null
): Promise<Piece<RecordedChange> | null> {
	return inCompany(companyId, async (transaction) => {
		const known = await transaction.import.findUnique({
			where: { companyId_id: { companyId, id: importId } },
			select: { id: true }
		});
		if (known === null) return null;
		const query = { afterRow, limit: pieceSize + 1, isStanding: false };
		const read = await readChanges(transaction, companyId, importId, query);
		const changes = read.slice(0, pieceSize);
		const next = read.length > pieceSize ? (changes.at(-1)?.row ?? null) : null;
		return { items: await withLeftBefore(transaction, companyId, changes), next };
	});
}

/**
 * Where before-images are deleted (spec H2), what an update found is still what the change before it left: its version
 * names that change.
 */
async function withLeftBefore(
	transaction: Queryable,
	companyId: string,
	changes: readonly StoredChange[]
): Promise<RecordedChange[]> {
	const missing = changes.filter((change) => change.kind === 'update' && change.before === null);
	const left = missing.length === 0 ? [] : await readLeft(transaction, companyId, missing);
	const states = new Map(left.map(({ customerId, state }) => [customerId, state]));
	return changes.map(({ versionBefore: _, ...change }) =>
		change.kind === 'update' && change.before === null
			? { ...change, before: states.get(change.customerId) ?? null }
			: change
	);
}

function readLeft(
	transaction: Queryable,
	companyId: string,
	changes: readonly StoredChange[]
): Promise<{ customerId: string; state: Customer }[]> {
	return transaction.$queryRaw`
		WITH found AS (
			SELECT * FROM unnest(
				${changes.map(({ customerId }) => customerId)}::uuid[],
				${changes.map(({ versionBefore }) => versionBefore)}::uuid[]
			) AS f("customerId", "version")
		)
		SELECT f."customerId"::text, c."after" AS "state"
		FROM found AS f JOIN "ImportChange" AS c
			ON c."companyId" = ${companyId}::uuid AND c."customerId" = f."customerId" AND c."importId" = f."version"
		UNION ALL
		SELECT f."customerId"::text, e."after" AS "state"
		FROM found AS f JOIN "CustomerEdit" AS e
			ON e."companyId" = ${companyId}::uuid AND e."id" = f."version" AND e."customerId" = f."customerId"
	`;
}
