import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import { customerHistory } from '../../import/history/customer-history.ts';
import type { CustomerEvent, CustomerRecord } from '../../import/history.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { type TokenColumns, toUsedToken } from '../tokens/used-token.ts';

/** More than anybody reads; older ones are left out. */
const maxEvents = 200;

interface FoundCustomer extends Customer {
	createdAt: Date;
	updatedAt: Date;
	hasPassword: boolean;
}

interface FoundChange extends TokenColumns {
	at: Date;
	importId: string;
	fileName: string;
	by: string;
	isCreation: boolean;
	before: Customer | null;
	after: Customer;
	fields: string[];
	undoneAt: Date | null;
	undoneBy: string | null;
	undoTokenId: string | null;
	undoTokenName: string | null;
}

interface FoundEdit {
	at: Date;
	before: Customer;
	after: Customer;
}

/** A customer of the company with the history of its fields; null where it has none with this id (spec 8, U2). */
export function findCustomerRecord(companyId: string, customerId: string): Promise<CustomerRecord | null> {
	return inCompany(companyId, async (transaction) => {
		const customer = await readCustomer(transaction, companyId, customerId);
		if (customer === null) return null;
		const changes = await readChanges(transaction, companyId, customerId);
		const edits = await readEdits(transaction, companyId, customerId);
		// The oldest first, as they are sorted: of edits within a millisecond the order stays that of the database.
		const found = [...changes.toReversed().flatMap(changeEvents), ...edits.toReversed().map(editEvent)];
		const events = found.sort(byTime);
		const { hasPassword, createdAt, updatedAt, ...now } = customer;
		const isCut = events.length > maxEvents;
		const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
		const history = customerHistory({
			now,
			createdAt: times.createdAt,
			events: events.slice(-maxEvents),
			isCut
		});
		const hasGaps = Object.values(history).some((values) => values.some((one) => one.value === undefined));
		return { id: customerId, ...now, ...times, hasPassword, history, isCut, hasGaps };
	});
}

async function readCustomer(
	transaction: Queryable,
	companyId: string,
	customerId: string
): Promise<FoundCustomer | null> {
	const [found] = await transaction.$queryRaw<FoundCustomer[]>`
		SELECT
			"email", "name", "status"::text AS "status", "notes", "creditLimit"::text AS "creditLimit",
			"createdAt", "updatedAt", "passwordHash" IS NOT NULL AS "hasPassword"
		FROM "Customer" WHERE "companyId" = ${companyId}::uuid AND "id" = ${customerId}::uuid
	`;
	return found ?? null;
}

/** The last changes by imports, and the undos of any of them. */
function readChanges(transaction: Queryable, companyId: string, customerId: string): Promise<FoundChange[]> {
	return transaction.$queryRaw`
		SELECT
			i."createdAt" AS "at", i."id"::text AS "importId", i."fileName", u."name" AS "by",
			i."tokenId"::text, i."tokenName",
			c."versionBefore" IS NULL AS "isCreation", c."before", c."after", c."fields",
			n."createdAt" AS "undoneAt", b."name" AS "undoneBy",
			n."tokenId"::text AS "undoTokenId", n."tokenName" AS "undoTokenName"
		FROM "ImportChange" AS c
		JOIN "Import" AS i ON i."companyId" = c."companyId" AND i."id" = c."importId"
		JOIN "User" AS u ON u."id" = i."userId"
		LEFT JOIN "ImportUndo" AS n ON n."companyId" = c."companyId" AND n."id" = c."undoId"
		LEFT JOIN "User" AS b ON b."id" = n."userId"
		WHERE c."companyId" = ${companyId}::uuid AND c."customerId" = ${customerId}::uuid
		ORDER BY i."createdAt" DESC LIMIT ${maxEvents + 1}
	`;
}

function readEdits(transaction: Queryable, companyId: string, customerId: string): Promise<FoundEdit[]> {
	return transaction.$queryRaw`
		SELECT "createdAt" AS "at", "before", "after" FROM "CustomerEdit"
		WHERE "companyId" = ${companyId}::uuid AND "customerId" = ${customerId}::uuid
		ORDER BY "createdAt" DESC LIMIT ${maxEvents + 1}
	`;
}

/** A change, and its undo where there was one: that left what the change had found. */
function changeEvents(change: FoundChange): CustomerEvent[] {
	const { importId, fileName, isCreation, before, after, undoneAt } = change;
	const fields = fieldNames.filter((field) => isCreation || change.fields.includes(field));
	const done: CustomerEvent = {
		at: change.at.toISOString(),
		source: { kind: 'import', importId, fileName, by: change.by, token: toUsedToken(change) },
		isCreation,
		fields,
		before,
		after
	};
	if (undoneAt === null) return [done];
	const by = change.undoneBy ?? '';
	const token = toUsedToken({ tokenId: change.undoTokenId, tokenName: change.undoTokenName });
	const source = { kind: 'undo', importId, fileName, by, token } as const;
	const undo = {
		at: undoneAt.toISOString(),
		source,
		isCreation: false,
		fields,
		before: after,
		after: before
	};
	return [done, undo];
}

function editEvent({ at, before, after }: FoundEdit): CustomerEvent {
	const fields: FieldName[] = fieldNames.filter((field) => before[field] !== after[field]);
	return { at: at.toISOString(), source: { kind: 'edit' }, isCreation: false, fields, before, after };
}

function byTime(one: CustomerEvent, other: CustomerEvent): number {
	if (one.at !== other.at) return one.at < other.at ? -1 : 1;
	return Number(other.isCreation) - Number(one.isCreation);
}
