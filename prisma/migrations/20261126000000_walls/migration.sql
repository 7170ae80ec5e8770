-- The second wall (spec U2, T01): what the application may do at all, and of which company, in case a query
-- forgets to say so. The tables stay their owner's, who migrates; the application works as `distribu_app`.

-- Roles belong to the whole server: another database of it may have made this one already.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'distribu_app') THEN
        BEGIN
            CREATE ROLE distribu_app NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'The role distribu_app is missing, and % may not make it.', current_user
                    USING ERRCODE = 'insufficient_privilege',
                          HINT = format('Let an administrator run: CREATE ROLE distribu_app NOLOGIN; GRANT distribu_app TO %I;', current_user);
        END;
    END IF;
    -- So that one address can serve to migrate and to work: the application takes the role when it connects.
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        BEGIN
            EXECUTE format('GRANT distribu_app TO %I', current_user);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE NOTICE '% is not a member of distribu_app: the application needs an address of its own.', current_user;
        END;
    END IF;
END;
$$;

-- The company that a transaction works for; null where it did not say, which no row belongs to.
CREATE FUNCTION "currentCompanyId"() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('distribu.company', true), '')::uuid;

ALTER TABLE "Customer" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Import" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ImportChange" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "RememberedMapping" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AuditEntry" ENABLE ROW LEVEL SECURITY;

CREATE POLICY "own company" ON "Customer" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());
CREATE POLICY "own company" ON "Import" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());
CREATE POLICY "own company" ON "ImportChange" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());
CREATE POLICY "own company" ON "RememberedMapping" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());
CREATE POLICY "own company" ON "AuditEntry" TO distribu_app
    USING ("companyId" = "currentCompanyId"()) WITH CHECK ("companyId" = "currentCompanyId"());

-- What each table is used for, and nothing more. A customer's address is never changed, an import's record
-- gets its duration, the audit log is only added to (spec S1, C4, D2).
GRANT SELECT, INSERT, UPDATE ("name", "status", "notes", "creditLimit", "updatedAt") ON "Customer" TO distribu_app;
GRANT SELECT, INSERT, UPDATE ("durationMs") ON "Import" TO distribu_app;
GRANT SELECT, INSERT ON "ImportChange" TO distribu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "RememberedMapping" TO distribu_app;
GRANT SELECT, INSERT ON "AuditEntry" TO distribu_app;

-- Looked up before a company is known. Locking a company's row needs the right to change a column of it; the
-- plan is an operator's (spec L1).
GRANT SELECT, INSERT, UPDATE ("name") ON "Company" TO distribu_app;
GRANT SELECT, INSERT ON "User", "Account" TO distribu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Session", "Verification" TO distribu_app;

-- Whether the database is up to date is asked by the application too. Prisma makes this table before it
-- migrates; where it compares migrations only, there is none.
DO $$
BEGIN
    IF to_regclass('_prisma_migrations') IS NOT NULL THEN
        GRANT SELECT ON "_prisma_migrations" TO distribu_app;
    END IF;
END;
$$;
