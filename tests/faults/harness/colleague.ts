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
	| { kind: 'create'; customer: Customer; id: string }
	| { kind: 'password set'; email: string }
	| { kind: 'plan lowered' }
	| { kind: 'session revoked' }
	| { kind: 'role lowered' };

const uniqueViolation = '23505';
const deadlock = '40P01';

/**
 * Does it in the database, past the application and its locks.
 *
 * @returns the deeds that found what they are about; null where the customer to create was there already, and none was done
 */
export async function doDeeds(
	client: pg.Client,
	company: FaultCompany,
	deeds: readonly Deed[]
): Promise<Deed[] | null> {
	for (;;) {
		await client.query('BEGIN');
		try {
			const found: Deed[] = [];
			for (const deed of deeds) if (await doDeed(client, company, deed)) found.push(deed);
			await client.query('COMMIT');
			return found;
		} catch (error) {
			await client.query('ROLLBACK');
			const code = error instanceof pg.DatabaseError ? error.code : undefined;
			if (code === uniqueViolation) return null;
			// Of two that wait for each other the database ends one; that one tries again.
			if (code !== deadlock) throw error;
		}
	}
}

async function doDeed(client: pg.Client, { id, owner }: FaultCompany, deed: Deed): Promise<boolean> {
	async function change(sql: string, ...values: unknown[]): Promise<boolean> {
		const { rowCount } = await client.query(sql, values);
		return (rowCount ?? 0) > 0;
	}
	switch (deed.kind) {
		case 'edit': {
			let isFound = false;
			for (const [field, value] of Object.entries(deed.changes)) {
				const type = { status: '::"CustomerStatus"', creditLimit: '::numeric' }[field] ?? '';
				const sql = `UPDATE "Customer" SET "${field}" = $3${type} WHERE "companyId" = $1 AND "email" = $2`;
				isFound = await change(sql, id, deed.email, value);
			}
			return isFound;
		}
		case 'delete':
			return await change('DELETE FROM "Customer" WHERE "companyId" = $1 AND "email" = $2', id, deed.email);
		case 'create': {
			const { email, name, status, notes, creditLimit } = deed.customer;
			return await change(
				`INSERT INTO "Customer" ("id", "companyId", "email", "name", "status", "notes", "creditLimit")
				 VALUES ($7, $1, $2, $3, $4::"CustomerStatus", $5, $6::numeric)`,
				...[id, email, name, status, notes, creditLimit, deed.id]
			);
		}
		case 'password set': {
			const sql = `UPDATE "Customer" SET "passwordHash" = 'set' WHERE "companyId" = $1 AND "email" = $2`;
			return await change(sql, id, deed.email);
		}
		case 'plan lowered':
			return await change(`UPDATE "Company" SET "plan" = 'STARTER' WHERE "id" = $1`, id);
		case 'session revoked':
			return await change('DELETE FROM "Session" WHERE "userId" = $1', owner.userId);
		case 'role lowered':
			return await change(`UPDATE "User" SET "role" = 'MEMBER' WHERE "id" = $1`, owner.userId);
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
