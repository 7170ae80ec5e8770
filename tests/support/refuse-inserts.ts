import { ownerDatabase } from './owner-database.ts';

/**
 * Makes the database refuse inserts into a table for one company, until `allowInserts`: the first `times` of them, with
 * this SQLSTATE.
 */
export async function refuseInserts(
	table: 'Import' | 'ImportUndo' | 'AuditEntry',
	companyId: string,
	sqlState: string,
	times: number
): Promise<void> {
	const client = ownerDatabase();
	await client.$executeRawUnsafe('CREATE SEQUENCE "testRefusals"');
	await client.$executeRawUnsafe(`
		CREATE FUNCTION "testRefuse"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
		BEGIN
			IF NEW."companyId" = '${companyId}' AND nextval('"testRefusals"') <= ${times} THEN
				RAISE EXCEPTION 'refused by a test, with a value: secret@shop.example' USING ERRCODE = '${sqlState}';
			END IF;
			RETURN NEW;
		END $$
	`);
	await client.$executeRawUnsafe(
		`CREATE TRIGGER "testRefuse" BEFORE INSERT ON "${table}" FOR EACH ROW EXECUTE FUNCTION "testRefuse"()`
	);
}

/** How many inserts were tried since `refuseInserts`. */
export async function triedInserts(): Promise<number> {
	const [tries] = await ownerDatabase().$queryRaw<
		{ n: bigint }[]
	>`SELECT last_value AS n FROM "testRefusals"`;
	return Number(tries?.n);
}

/** Takes `refuseInserts` back, where there was any. */
export async function allowInserts(): Promise<void> {
	await ownerDatabase().$executeRawUnsafe('DROP FUNCTION IF EXISTS "testRefuse" CASCADE');
	await ownerDatabase().$executeRawUnsafe('DROP SEQUENCE IF EXISTS "testRefusals"');
}
