import pg from 'pg';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { FaultCompany } from './company.ts';
import type { CustomerBook } from './replay.ts';

/** What somebody else does to a company while a person looks at a preview. Each sets what it says, whatever was there. */
export type Deed =
	| {
			kind: 'edit';
			email: string;
			changes: Partial<Pick<Customer, 'name' | 'status' | 'notes' | 'creditLimit'>>;
	  }
	| { kind: 'delete'; email: string }
	| { kind: 'create'; customer: Customer }
	| { kind: 'plan lowered' }
	| { kind: 'session revoked' }
	| { kind: 'role lowered' };

const uniqueViolation = '23505';
const deadlock = '40P01';

/** Does it in the database, past the application and its locks; false where the customer to create was there already. */
export async function doDeeds(
	client: pg.Client,
	company: FaultCompany,
	deeds: readonly Deed[]
): Promise<boolean> {
	for (;;) {
		await client.query('BEGIN');
		try {
			for (const deed of deeds) await doDeed(client, company, deed);
			await client.query('COMMIT');
			return true;
		} catch (error) {
			await client.query('ROLLBACK');
			const code = error instanceof pg.DatabaseError ? error.code : undefined;
			if (code === uniqueViolation) return false;
			// Of two that wait for each other the database ends one; that one tries again.
			if (code !== deadlock) throw error;
		}
	}
}

async function doDeed(client: pg.Client, { id, owner }: FaultCompany, deed: Deed): Promise<void> {
	switch (deed.kind) {
		case 'edit':
			for (const [field, value] of Object.entries(deed.changes)) {
				const type = { status: '::"CustomerStatus"', creditLimit: '::numeric' }[field] ?? '';
				await client.query(
					`UPDATE "Customer" SET "${field}" = $3${type} WHERE "companyId" = $1 AND "email" = $2`,
					[id, deed.email, value]
				);
			}
			return;
		case 'delete':
			await client.query('DELETE FROM "Customer" WHERE "companyId" = $1 AND "email" = $2', [id, deed.email]);
			return;
		case 'create': {
			const { email, name, status, notes, creditLimit } = deed.customer;
			await client.query(
				`INSERT INTO "Customer" ("id", "companyId", "email", "name", "status", "notes", "creditLimit")
				 VALUES (gen_random_uuid(), $1, $2, $3, $4::"CustomerStatus", $5, $6::numeric)`,
				[id, email, name, status, notes, creditLimit]
			);
			return;
		}
		case 'plan lowered':
			await client.query(`UPDATE "Company" SET "plan" = 'STARTER' WHERE "id" = $1`, [id]);
			return;
		case 'session revoked':
			await client.query('DELETE FROM "Session" WHERE "userId" = $1', [owner.userId]);
			return;
		case 'role lowered':
			await client.query(`UPDATE "User" SET "role" = 'MEMBER' WHERE "id" = $1`, [owner.userId]);
	}
}

/** What customers are after deeds. */
export function afterDeeds(customers: CustomerBook, deeds: readonly Deed[]): CustomerBook {
	const book: CustomerBook = new Map(customers);
	for (const deed of deeds) {
		if (deed.kind === 'delete') book.delete(deed.email);
		if (deed.kind === 'create') book.set(deed.customer.email, deed.customer);
		if (deed.kind !== 'edit') continue;
		const customer = book.get(deed.email);
		if (customer) book.set(deed.email, { ...customer, ...deed.changes });
	}
	return book;
}
