-- CreateTable
CREATE TABLE "RememberedMapping" (
    "companyId" UUID NOT NULL,
    "signature" CHAR(64) NOT NULL,
    "mapping" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RememberedMapping_pkey" PRIMARY KEY ("companyId","signature")
);

-- CreateIndex
CREATE INDEX "RememberedMapping_companyId_updatedAt_signature_idx" ON "RememberedMapping"("companyId", "updatedAt", "signature");

-- AddForeignKey
ALTER TABLE "RememberedMapping" ADD CONSTRAINT "RememberedMapping_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
