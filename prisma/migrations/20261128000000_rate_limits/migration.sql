-- CreateTable
CREATE TABLE "RateLimit" (
    "key" VARCHAR(100) NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "RateLimit_expire_idx" ON "RateLimit"("expire");

-- Counted before it is known who asks, and removed when its time is over: no company's data, no policy.
GRANT SELECT, INSERT, UPDATE, DELETE ON "RateLimit" TO distribu_app;

-- Sessions are stored by a hash of their token from now on (T03). Those that exist hold the token itself,
-- which no hash will match: they end here, and everybody signs in once more.
DELETE FROM "Session";
