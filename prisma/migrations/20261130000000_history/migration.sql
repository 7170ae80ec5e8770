-- AlterTable
ALTER TABLE "Customer" ADD COLUMN "version" UUID NOT NULL DEFAULT gen_random_uuid();

-- AlterTable
ALTER TABLE "Import" ADD COLUMN "batch" INTEGER,
ADD COLUMN "batches" INTEGER,
ADD COLUMN "imagesDeletedAt" TIMESTAMPTZ(3),
ADD COLUMN "runId" UUID;

-- AlterTable
ALTER TABLE "ImportChange" ADD COLUMN "fields" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "undoId" UUID,
ADD COLUMN "versionBefore" UUID;

-- CreateTable
CREATE TABLE "ImportUndo" (
    "companyId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "importId" UUID NOT NULL,
    "userId" TEXT NOT NULL,
    "digest" CHAR(64) NOT NULL,
    "restored" INTEGER NOT NULL,
    "removed" INTEGER NOT NULL,
    "kept" INTEGER NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImportUndo_pkey" PRIMARY KEY ("companyId","id")
);

-- CreateTable
CREATE TABLE "CustomerEdit" (
    "companyId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customerId" UUID NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CustomerEdit_pkey" PRIMARY KEY ("companyId","id")
);

-- CreateIndex
CREATE INDEX "ImportUndo_companyId_importId_createdAt_idx" ON "ImportUndo"("companyId", "importId", "createdAt");

-- CreateIndex
CREATE INDEX "CustomerEdit_companyId_customerId_createdAt_idx" ON "CustomerEdit"("companyId", "customerId", "createdAt");

-- CreateIndex
CREATE INDEX "Import_companyId_runId_idx" ON "Import"("companyId", "runId");

-- AddForeignKey
ALTER TABLE "ImportUndo" ADD CONSTRAINT "ImportUndo_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportUndo" ADD CONSTRAINT "ImportUndo_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportUndo" ADD CONSTRAINT "ImportUndo_companyId_importId_fkey" FOREIGN KEY ("companyId", "importId") REFERENCES "Import"("companyId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Everything above is what schema.prisma says; everything below it cannot say.

-- Imports of before this migration can be undone too. A change came right after the import before it where it found
-- what that one left; where it did not, somebody else had been there in between.
UPDATE "ImportChange" AS c
SET
    "versionBefore" = CASE
        WHEN c."before" IS NULL THEN NULL
        WHEN o."previousAfter" = c."before" THEN o."previousId"
        ELSE gen_random_uuid()
    END,
    "fields" = CASE
        WHEN c."before" IS NULL THEN ARRAY[]::TEXT[]
        ELSE ARRAY(SELECT a.key FROM jsonb_each(c."after") AS a WHERE c."before" -> a.key IS DISTINCT FROM a.value)
    END
FROM (
    SELECT
        n."companyId", n."importId", n."row",
        lag(n."importId") OVER w AS "previousId",
        lag(n."after") OVER w AS "previousAfter"
    FROM "ImportChange" AS n
    JOIN "Import" AS i ON i."companyId" = n."companyId" AND i."id" = n."importId"
    WINDOW w AS (PARTITION BY n."companyId", n."customerId" ORDER BY i."createdAt")
) AS o
WHERE c."companyId" = o."companyId" AND c."importId" = o."importId" AND c."row" = o."row";

-- A customer is as its last import left it where nothing has changed it since.
UPDATE "Customer" AS c
SET "version" = l."importId"
FROM (
    SELECT DISTINCT ON (n."companyId", n."customerId") n."companyId", n."customerId", n."importId", i."createdAt"
    FROM "ImportChange" AS n
    JOIN "Import" AS i ON i."companyId" = n."companyId" AND i."id" = n."importId"
    ORDER BY n."companyId", n."customerId", i."createdAt" DESC
) AS l
WHERE c."companyId" = l."companyId" AND c."id" = l."customerId" AND c."updatedAt" = l."createdAt";

-- A batch is one of so many, or it is none.
ALTER TABLE "Import" ADD CONSTRAINT "Import_batch_check" CHECK (
    CASE
        WHEN "runId" IS NULL THEN "batch" IS NULL AND "batches" IS NULL
        ELSE "batch" IS NOT NULL AND "batches" IS NOT NULL AND "batch" >= 1 AND "batch" <= "batches"
    END
);
ALTER TABLE "ImportUndo" ADD CONSTRAINT "ImportUndo_counts_check"
    CHECK ("restored" >= 0 AND "removed" >= 0 AND "kept" >= 0 AND "restored" + "removed" > 0);

-- Whoever changes a customer and does not name the new state gets it named, on whatever path it happens: so an undo
-- knows what was touched since, and the customer's page when (spec H2, 8). Imports and undos name it themselves,
-- and pay for the comparison alone.
CREATE FUNCTION "recordCustomerEdit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."version" := gen_random_uuid();
    INSERT INTO "CustomerEdit" ("companyId", "id", "customerId", "before", "after", "createdAt") VALUES (
        NEW."companyId", NEW."version", NEW."id",
        jsonb_build_object('email', OLD."email", 'name', OLD."name", 'status', OLD."status", 'notes', OLD."notes", 'creditLimit', OLD."creditLimit"::text),
        jsonb_build_object('email', NEW."email", 'name', NEW."name", 'status', NEW."status", 'notes', NEW."notes", 'creditLimit', NEW."creditLimit"::text),
        clock_timestamp()
    );
    RETURN NEW;
END;
$$;

CREATE TRIGGER "Customer_record_edit"
    BEFORE UPDATE ON "Customer" FOR EACH ROW
    WHEN (
        OLD."version" = NEW."version"
        AND (OLD."email", OLD."name", OLD."status", OLD."notes", OLD."creditLimit")
            IS DISTINCT FROM (NEW."email", NEW."name", NEW."status", NEW."notes", NEW."creditLimit")
    )
    EXECUTE FUNCTION "recordCustomerEdit"();

-- A before-image can be deleted, and not be written anew.
CREATE FUNCTION "refuseNewBeforeImage"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A before-image is never changed, only deleted.' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER "ImportChange_before_only_deleted"
    BEFORE UPDATE OF "before" ON "ImportChange" FOR EACH ROW WHEN (NEW."before" IS NOT NULL)
    EXECUTE FUNCTION "refuseNewBeforeImage"();

-- The second wall, as in the migration `walls` (spec U2).
ALTER TABLE "ImportUndo" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "CustomerEdit" ENABLE ROW LEVEL SECURITY;

CREATE POLICY "own company" ON "ImportUndo" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());
CREATE POLICY "own company" ON "CustomerEdit" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());

-- Undo takes back what an import created, and nobody who can sign in (spec H2).
CREATE POLICY "without a password" ON "Customer" AS RESTRICTIVE FOR DELETE TO distribu_app
    USING ("passwordHash" IS NULL);

GRANT UPDATE ("version"), DELETE ON "Customer" TO distribu_app;
GRANT UPDATE ("imagesDeletedAt") ON "Import" TO distribu_app;
GRANT UPDATE ("before", "undoId") ON "ImportChange" TO distribu_app;
GRANT SELECT, INSERT ON "ImportUndo", "CustomerEdit" TO distribu_app;
