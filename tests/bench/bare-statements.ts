import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Customer, fieldNames } from '../../src/lib/customer/customer.ts';
import type { RowOutcome } from '../../src/lib/import/plan.ts';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';

/** The values of an import's statements, ready to send. */
export interface BareImport {
	emails: string[];
	creates: unknown[][];
	updates: unknown[][];
	changes: unknown[][];
}

/** Turns a plan into the values of its statements, so that nothing but the statements is left to time. */
export function bareImport(outcomes: readonly RowOutcome[], ids: ReadonlyMap<string, string>): BareImport {
	const created = outcomes.flatMap((outcome) =>
		outcome.kind === 'create'
			? { row: outcome.row, id: randomUUID(), before: null, after: outcome.customer }
			: []
	);
	const updated = outcomes.flatMap((outcome) =>
		outcome.kind === 'update' ? { ...outcome, id: ids.get(outcome.before.email) } : []
	);
	const all = [...created, ...updated];
	return {
		emails: outcomes.flatMap((outcome) =>
			'customer' in outcome ? outcome.customer.email : addressOf(outcome)
		),
		creates: [created.map(({ id }) => id), ...fieldColumns(created.map(({ after }) => after))],
		updates: [updated.map(({ id }) => id), ...fieldColumns(updated.map(({ after }) => after)).slice(1)],
		changes: [
			all.map(({ row }) => row),
			all.map(({ id }) => id),
			all.map(({ before }) => before && JSON.stringify(before)),
			all.map(({ after }) => JSON.stringify(after)),
			all.map((change) => ('changes' in change ? change.changes.map(({ field }) => field).join(' ') : '')),
			all.map(({ before }) => before && randomUUID())
		]
	};
}

function addressOf(outcome: RowOutcome): string[] {
	return outcome.kind === 'update' ? [outcome.before.email] : [];
}

function fieldColumns(customers: readonly Customer[]): unknown[][] {
	return fieldNames.map((field) => customers.map((customer) => customer[field]));
}

/** The floor of an apply: its statements alone, in one transaction, with values made before. */
export async function runBareStatements(
	client: pg.ClientBase,
	staff: StaffMember,
	bare: BareImport
): Promise<void> {
	const company = staff.company.id;
	const importId = randomUUID();
	await client.query('BEGIN');
	await client.query('SELECT "plan" FROM "Company" WHERE "id" = $1 FOR UPDATE', [company]);
	await client.query(
		`SELECT "id", "email", "name", "status", "notes", "creditLimit" FROM "Customer"
		 WHERE "companyId" = $1 AND "email" = ANY($2::text[])`,
		[company, bare.emails]
	);
	if (bare.creates[0]?.length !== 0) {
		await client.query(
			`INSERT INTO "Customer" ("companyId", "id", "email", "name", "status", "notes", "creditLimit", "version")
			 SELECT $1, n.id, n.email, n.name, n.status::"CustomerStatus", n.notes, n.credit::numeric, $8
			 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
			   AS n(id, email, name, status, notes, credit)`,
			[company, ...bare.creates, importId]
		);
	}
	if (bare.updates[0]?.length !== 0) {
		await client.query(
			`UPDATE "Customer" AS c SET "name" = n.name, "status" = n.status::"CustomerStatus", "notes" = n.notes,
			   "creditLimit" = n.credit::numeric, "version" = $7, "updatedAt" = now()
			 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) AS n(id, name, status, notes, credit)
			 WHERE c."companyId" = $1 AND c."id" = n.id`,
			[company, ...bare.updates, importId]
		);
	}
	await client.query(
		`INSERT INTO "Import" ("companyId", "id", "userId", "fileName", "fileSha256", "fileBytes", "mapping", "emptyCells",
		   "requestHash", "planDigest", "created", "updated", "unchanged", "durationMs")
		 VALUES ($1, $2, $3, 'bench.csv', $4, 0, '{}', '{}', $4, $4, 0, 0, 0, 0)`,
		[company, importId, staff.userId, '0'.repeat(64)]
	);
	await client.query(
		`INSERT INTO "ImportChange"
		   ("companyId", "importId", "row", "customerId", "before", "after", "fields", "versionBefore")
		 SELECT $1, $2, n."row", n.id, n.before::jsonb, n.after::jsonb, string_to_array(n.fields, ' '), n.version
		 FROM unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::uuid[])
		   AS n("row", id, before, after, fields, version)`,
		[company, importId, ...bare.changes]
	);
	await client.query(
		`INSERT INTO "AuditEntry" ("id", "companyId", "userId", "userName", "action", "metadata", "importId")
		 VALUES ($1, $2, $3, $4, 'CustomerBulkImported', '{}', $5)`,
		[randomUUID(), company, staff.userId, staff.name, importId]
	);
	await client.query('COMMIT');
}
