-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN "tokenId" UUID,
ADD COLUMN "tokenName" VARCHAR(100);

-- AlterTable
ALTER TABLE "Import" ADD COLUMN "tokenId" UUID,
ADD COLUMN "tokenName" VARCHAR(100);

-- AlterTable
ALTER TABLE "ImportUndo" ADD COLUMN "tokenId" UUID,
ADD COLUMN "tokenName" VARCHAR(100);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "companyId" UUID NOT NULL,
    "userId" TEXT NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "scopes" TEXT[],
    "tokenHash" CHAR(64) NOT NULL,
    "hint" CHAR(4) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_tokenHash_key" ON "ApiToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ApiToken_companyId_createdAt_idx" ON "ApiToken"("companyId", "createdAt");

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Everything above is what schema.prisma says; everything below it cannot say.

-- A token is named together with its name at the time, or none is.
ALTER TABLE "AuditEntry" ADD CONSTRAINT "AuditEntry_token_check" CHECK (("tokenId" IS NULL) = ("tokenName" IS NULL));
ALTER TABLE "Import" ADD CONSTRAINT "Import_token_check" CHECK (("tokenId" IS NULL) = ("tokenName" IS NULL));
ALTER TABLE "ImportUndo" ADD CONSTRAINT "ImportUndo_token_check" CHECK (("tokenId" IS NULL) = ("tokenName" IS NULL));

ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_scopes_check" CHECK (
    "scopes" IS NOT NULL AND cardinality("scopes") > 0
    AND "scopes" <@ ARRAY['customers:read', 'imports:apply', 'imports:undo', 'audit:read']
);
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_expires_check" CHECK ("expiresAt" > "createdAt");

-- What is revoked stays so, whatever a query asks for.
CREATE FUNCTION "refuseTokenRevival"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A revoked token stays revoked.' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER "ApiToken_stays_revoked"
    BEFORE UPDATE OF "revokedAt" ON "ApiToken" FOR EACH ROW WHEN (OLD."revokedAt" IS NOT NULL)
    EXECUTE FUNCTION "refuseTokenRevival"();

-- The second wall, as in the migration `walls` (spec U2).
ALTER TABLE "ApiToken" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own company" ON "ApiToken" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());
GRANT SELECT, INSERT, UPDATE ("revokedAt", "lastUsedAt") ON "ApiToken" TO distribu_app;

-- Whose a token is, is what a call has to find out before its company can be named. So this one question is asked across
-- the wall: it shows a single token, to whoever has that token.
CREATE FUNCTION "findApiToken"("hash" text) RETURNS SETOF "ApiToken"
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM "ApiToken" WHERE "tokenHash" = $1::char(64)
$$;
REVOKE EXECUTE ON FUNCTION "findApiToken" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "findApiToken" TO distribu_app;
