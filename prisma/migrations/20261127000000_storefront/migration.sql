-- CreateTable
CREATE TABLE "CustomerSession" (
    "id" TEXT NOT NULL,
    "companyId" UUID NOT NULL,
    "customerId" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CustomerSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PasswordReset" (
    "customerId" UUID NOT NULL,
    "companyId" UUID NOT NULL,
    "tokenHash" CHAR(64) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PasswordReset_pkey" PRIMARY KEY ("customerId")
);

-- CreateIndex
CREATE UNIQUE INDEX "CustomerSession_token_key" ON "CustomerSession"("token");

-- CreateIndex
CREATE INDEX "CustomerSession_customerId_idx" ON "CustomerSession"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "PasswordReset_tokenHash_key" ON "PasswordReset"("tokenHash");

-- AddForeignKey
ALTER TABLE "CustomerSession" ADD CONSTRAINT "CustomerSession_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PasswordReset" ADD CONSTRAINT "PasswordReset_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Everything above is what schema.prisma says; everything below it cannot say.

-- The second wall, as in the migration `walls` (spec U2).
ALTER TABLE "CustomerSession" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PasswordReset" ENABLE ROW LEVEL SECURITY;

CREATE POLICY "own company" ON "CustomerSession" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());
CREATE POLICY "own company" ON "PasswordReset" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());

-- A session is prolonged and never given to somebody else.
GRANT SELECT, INSERT, UPDATE ("expiresAt", "updatedAt"), DELETE ON "CustomerSession" TO distribu_app;
GRANT SELECT, INSERT, UPDATE ("tokenHash", "expiresAt"), DELETE ON "PasswordReset" TO distribu_app;
GRANT UPDATE ("passwordHash", "emailVerified") ON "Customer" TO distribu_app;

-- Whoever is blocked, or gets another password, is signed out and has no link left, on whatever path it happens
-- (spec T2, T3; T24). Once for each statement: an import updates thousands of customers in one.
CREATE FUNCTION "endCustomerAccess"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "CustomerSession" AS s USING "after" AS a, "before" AS b
        WHERE s."customerId" = a."id" AND b."id" = a."id"
            AND (a."status" = 'BLOCKED' OR a."passwordHash" IS DISTINCT FROM b."passwordHash");
    DELETE FROM "PasswordReset" AS r USING "after" AS a, "before" AS b
        WHERE r."customerId" = a."id" AND b."id" = a."id"
            AND (a."status" = 'BLOCKED' OR a."passwordHash" IS DISTINCT FROM b."passwordHash");
    RETURN NULL;
END;
$$;

CREATE TRIGGER "Customer_end_access"
    AFTER UPDATE ON "Customer" REFERENCING OLD TABLE AS "before" NEW TABLE AS "after"
    FOR EACH STATEMENT EXECUTE FUNCTION "endCustomerAccess"();

-- And whoever is blocked at this very moment gets neither session nor link: the row is locked against the change
-- of its status, so that of blocking and signing in, whichever is second sees the first.
CREATE FUNCTION "refuseBlockedCustomer"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM "Customer"
        WHERE "id" = NEW."customerId" AND "companyId" = NEW."companyId" AND "status" = 'ACTIVE'
        FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Only an active customer of the company has access to its storefront.'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "CustomerSession_active_customer"
    BEFORE INSERT ON "CustomerSession" FOR EACH ROW EXECUTE FUNCTION "refuseBlockedCustomer"();
CREATE TRIGGER "PasswordReset_active_customer"
    BEFORE INSERT ON "PasswordReset" FOR EACH ROW EXECUTE FUNCTION "refuseBlockedCustomer"();
