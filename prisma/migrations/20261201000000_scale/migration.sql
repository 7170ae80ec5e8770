-- AlterTable
ALTER TABLE "Customer" ADD COLUMN "creditCents" BIGINT GENERATED ALWAYS AS ((NULLIF("creditLimit", 'NaN') * 100)::bigint) STORED;

-- AlterTable
ALTER TABLE "CustomerEdit" ALTER COLUMN "createdAt" SET DATA TYPE TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "CustomerCount" (
    "companyId" UUID NOT NULL,
    "active" INTEGER NOT NULL,
    "blocked" INTEGER NOT NULL,

    CONSTRAINT "CustomerCount_pkey" PRIMARY KEY ("companyId")
);

-- DropIndex
DROP INDEX "Customer_companyId_creditLimit_id_idx";

-- CreateIndex
CREATE INDEX "Customer_companyId_creditCents_id_idx" ON "Customer"("companyId", "creditCents", "id");

-- AddForeignKey
ALTER TABLE "CustomerCount" ADD CONSTRAINT "CustomerCount_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Everything above is what schema.prisma says; everything below it cannot say.

-- The list of those who are blocked, few among many, in each of its orders. (Across the second wall no index helps to
-- find a status, since PostgreSQL does not call the comparison of an enum leakproof; a part of the table it may choose.)
CREATE INDEX "Customer_blocked_email_idx" ON "Customer"("companyId", "email") WHERE "status" = 'BLOCKED';
CREATE INDEX "Customer_blocked_name_idx" ON "Customer"("companyId", "name", "id") WHERE "status" = 'BLOCKED';
CREATE INDEX "Customer_blocked_creditCents_idx" ON "Customer"("companyId", "creditCents", "id") WHERE "status" = 'BLOCKED';
CREATE INDEX "Customer_blocked_updatedAt_idx" ON "Customer"("companyId", "updatedAt", "id") WHERE "status" = 'BLOCKED';

-- How many customers a company has is asked by every page and every import, and counting a million takes a tenth of
-- a second. So the database keeps the number, on whatever path customers come, change and go.
INSERT INTO "CustomerCount" ("companyId", "active", "blocked")
SELECT c."id", count(*) FILTER (WHERE "status" = 'ACTIVE'), count(*) FILTER (WHERE "status" = 'BLOCKED')
FROM "Company" AS c LEFT JOIN "Customer" ON "companyId" = c."id" GROUP BY c."id";

-- With the rights of the tables' owner, as all below: the application may read a count, and never write one.
CREATE FUNCTION "startCustomerCount"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO "CustomerCount" ("companyId", "active", "blocked") VALUES (NEW."id", 0, 0);
    RETURN NULL;
END;
$$;

CREATE TRIGGER "Company_count_started"
    AFTER INSERT ON "Company" FOR EACH ROW EXECUTE FUNCTION "startCustomerCount"();

CREATE FUNCTION "addToCustomerCount"("company" uuid, "active" bigint, "blocked" bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE "CustomerCount" AS c SET "active" = c."active" + $2, "blocked" = c."blocked" + $3
    WHERE c."companyId" = $1 AND ($2 <> 0 OR $3 <> 0);
$$;
REVOKE EXECUTE ON FUNCTION "addToCustomerCount" FROM PUBLIC;

-- Companies in one order, so that two who change several of them never wait for each other.
CREATE FUNCTION "countCustomers"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE "CustomerCount" SET "active" = 0, "blocked" = 0;
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM "addToCustomerCount"("companyId", sum(("status" = 'ACTIVE')::int), sum(("status" = 'BLOCKED')::int))
        FROM "after" GROUP BY "companyId" ORDER BY "companyId";
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM "addToCustomerCount"("companyId", -sum(("status" = 'ACTIVE')::int), -sum(("status" = 'BLOCKED')::int))
        FROM "before" GROUP BY "companyId" ORDER BY "companyId";
    ELSE
        PERFORM "addToCustomerCount"("companyId", sum("n" * ("status" = 'ACTIVE')::int), sum("n" * ("status" = 'BLOCKED')::int))
        FROM (
            SELECT "companyId", "status", 1 AS "n" FROM "after"
            UNION ALL SELECT "companyId", "status", -1 FROM "before"
        ) AS "changed"
        GROUP BY "companyId" ORDER BY "companyId";
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "Customer_count_inserted"
    AFTER INSERT ON "Customer" REFERENCING NEW TABLE AS "after"
    FOR EACH STATEMENT EXECUTE FUNCTION "countCustomers"();
CREATE TRIGGER "Customer_count_updated"
    AFTER UPDATE ON "Customer" REFERENCING OLD TABLE AS "before" NEW TABLE AS "after"
    FOR EACH STATEMENT EXECUTE FUNCTION "countCustomers"();
CREATE TRIGGER "Customer_count_deleted"
    AFTER DELETE ON "Customer" REFERENCING OLD TABLE AS "before"
    FOR EACH STATEMENT EXECUTE FUNCTION "countCustomers"();
CREATE TRIGGER "Customer_count_truncated"
    AFTER TRUNCATE ON "Customer" FOR EACH STATEMENT EXECUTE FUNCTION "countCustomers"();

-- The second wall, as in the migration `walls` (spec U2).
ALTER TABLE "CustomerCount" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own company" ON "CustomerCount" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());
GRANT SELECT ON "CustomerCount" TO distribu_app;

-- A trigger's function keeps the plan of its first time for as long as the connection lives. The join that this one had
-- was planned for one row, by whoever changed one first, and took half a minute for the 5,000 of an import. Nothing of
-- it is a join any more: rows with another status or password are found by sorting or hashing, however many they are.
-- (Of those who were blocked before and are not any more there is nothing to end.)
CREATE OR REPLACE FUNCTION "endCustomerAccess"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "changed" uuid[] := ARRAY(
        SELECT "id" FROM (
            SELECT "id", "status", "passwordHash" FROM "after" EXCEPT SELECT "id", "status", "passwordHash" FROM "before"
        ) AS "rows"
    );
BEGIN
    IF "changed" <> '{}' THEN
        DELETE FROM "CustomerSession" WHERE "customerId" = ANY("changed");
        DELETE FROM "PasswordReset" WHERE "customerId" = ANY("changed");
    END IF;
    RETURN NULL;
END;
$$;

-- Edits of a customer are told in their order. Several may fall into one tick of a clock, which is a millisecond on the
-- embedded engine, and clocks are set back: no edit is earlier than the one before it. (The row is locked by now.)
CREATE OR REPLACE FUNCTION "recordCustomerEdit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."version" := gen_random_uuid();
    INSERT INTO "CustomerEdit" ("companyId", "id", "customerId", "before", "after", "createdAt") VALUES (
        NEW."companyId", NEW."version", NEW."id",
        jsonb_build_object('email', OLD."email", 'name', OLD."name", 'status', OLD."status", 'notes', OLD."notes", 'creditLimit', OLD."creditLimit"::text),
        jsonb_build_object('email', NEW."email", 'name', NEW."name", 'status', NEW."status", 'notes', NEW."notes", 'creditLimit', NEW."creditLimit"::text),
        greatest(clock_timestamp(), (
            SELECT max("createdAt") + interval '1 microsecond' FROM "CustomerEdit"
            WHERE "companyId" = NEW."companyId" AND "customerId" = NEW."id"
        ))
    );
    RETURN NEW;
END;
$$;

-- Customers of the company that a transaction is for whose address or name has this in it (`%…%`), at most so many, in
-- no order.
-- Across the wall no index can help to search, since ILIKE is not leakproof either. So the wall is in here: it is
-- this one statement, with the rights of the tables' owner, and its company is the one that was named.
-- Planned anew each time, for this very pattern. Reading a whole table is never meant, however small the plan believes it.
CREATE FUNCTION "searchCustomers"("pattern" text, "wanted" "CustomerStatus", "most" integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY EXECUTE $search$
        SELECT "id" FROM "Customer"
        WHERE
            "companyId" = $1 AND ($2 IS NULL OR "status" = $2)
            AND ("email" || E'\n' || coalesce("name", '')) ILIKE $3 AND ("email" ILIKE $3 OR "name" ILIKE $3)
        LIMIT $4
    $search$ USING "currentCompanyId"(), "wanted", "pattern", "most";
END;
$$;
REVOKE EXECUTE ON FUNCTION "searchCustomers" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "searchCustomers" TO distribu_app;

-- What searches by: three letters in a row. An extension that every PostgreSQL brings along, and the embedded engine
-- does not; without it, and for shorter words, a search reads the company's customers.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX "Customer_search_idx" ON "Customer" USING gin (("email" || E'\n' || coalesce("name", '')) gin_trgm_ops);
EXCEPTION WHEN feature_not_supported OR undefined_file OR insufficient_privilege OR undefined_object THEN
    RAISE NOTICE 'There is no index to search customers by: pg_trgm cannot be had here (%).', SQLERRM;
END;
$$;
