import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Customer, fieldNames } from '../../src/lib/customer/customer.ts';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';

/** The values of an undo's statements, ready to send. */
export interface BareUndo {
	importId: string;
	customerIds: string[];
	restored: unknown[][];
	removed: string[];
}

/** Reads what an import did, of which every customer is to be taken back. */
export async function bareUndo(
	client: pg.ClientBase,
	staff: StaffMember,
	importId: string
): Promise<BareUndo> {
	const { rows } = await client.query<{ id: string; before: Customer | null; version: string | null }>(
		`SELECT "customerId"::text AS "id", "before", "versionBefore"::text AS "version" FROM "ImportChange"
		 WHERE "companyId" = $1 AND "importId" = $2 ORDER BY "row"`,
		[staff.company.id, importId]
	);
	const restored = rows.filter(({ before }) => before !== null);
	return {
		importId,
		customerIds: rows.map(({ id }) => id),
		restored: [
			restored.map(({ id }) => id),
			...fieldNames
				.filter((field) => field !== 'email')
				.map((field) => restored.map(({ before }) => before?.[field])),
			restored.map(({ version }) => version)
		],
		removed: rows.flatMap(({ id, before }) => (before === null ? id : []))
	};
}

/** The floor of an undo: its statements alone, in one transaction, with values made before. */
export async function runBareUndo(
	client: pg.ClientBase,
	staff: StaffMember,
	{ importId, customerIds, restored, removed }: BareUndo
): Promise<void> {
	const company = staff.company.id;
	const undoId = randomUUID();
	await client.query('BEGIN');
	await client.query('SELECT "plan" FROM "Company" WHERE "id" = $1 FOR UPDATE', [company]);
	await client.query('SELECT "createdAt" FROM "Import" WHERE "companyId" = $1 AND "id" = $2', [
		company,
		importId
	]);
	await client.query(
		`SELECT "row", "customerId", "before", "after", "fields", "versionBefore" FROM "ImportChange"
		 WHERE "companyId" = $1 AND "importId" = $2 AND "undoId" IS NULL ORDER BY "row"`,
		[company, importId]
	);
	await client.query(
		`SELECT "id", "email", "name", "status", "notes", "creditLimit", "version", "passwordHash" IS NOT NULL
		 FROM "Customer" WHERE "companyId" = $1 AND "id" = ANY($2::uuid[]) FOR UPDATE`,
		[company, customerIds]
	);
	if (restored[0]?.length !== 0) {
		await client.query(
			`UPDATE "Customer" AS c SET "name" = n.name, "status" = n.status::"CustomerStatus", "notes" = n.notes,
			   "creditLimit" = n.credit::numeric, "version" = n.version, "updatedAt" = now()
			 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[])
			   AS n(id, name, status, notes, credit, version)
			 WHERE c."companyId" = $1 AND c."id" = n.id`,
			[company, ...restored]
		);
	}
	if (removed.length > 0) {
		await client.query('DELETE FROM "Customer" WHERE "companyId" = $1 AND "id" = ANY($2::uuid[])', [
			company,
			removed
		]);
	}
	await client.query('UPDATE "ImportChange" SET "undoId" = $3 WHERE "companyId" = $1 AND "importId" = $2', [
		company,
		importId,
		undoId
	]);
	await client.query(
		`INSERT INTO "ImportUndo" ("companyId", "id", "importId", "userId", "digest", "restored", "removed", "kept", "durationMs")
		 VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)`,
		[company, undoId, importId, staff.userId, '0'.repeat(64), restored[0]?.length ?? 0, removed.length]
	);
	await client.query(
		`INSERT INTO "AuditEntry" ("id", "companyId", "userId", "userName", "action", "metadata", "importId")
		 VALUES ($1, $2, $3, $4, 'CustomerBulkImportReverted', '{}', $5)`,
		[randomUUID(), company, staff.userId, staff.name, importId]
	);
	await client.query('COMMIT');
}
