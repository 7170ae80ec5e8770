import {
	type MappingToRemember,
	type RememberedMapping,
	maxRemembered
} from '../../import/columns/remember-mapping.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';

/** The mappings that a company imported with, one for each set of headers, the last used first (spec M9). */
export async function findRememberedMappings(companyId: string): Promise<RememberedMapping[]> {
	const found = await inCompany(companyId, (transaction) =>
		transaction.rememberedMapping.findMany({
			where: { companyId },
			select: { signature: true, mapping: true, updatedAt: true },
			orderBy: [{ updatedAt: 'desc' }, { signature: 'desc' }],
			take: maxRemembered
		})
	);
	return found.map(({ signature, mapping, updatedAt }) => ({
		signature,
		// Nothing else than what `rememberStruct` lets through is written below.
		mapping: mapping as MappingToRemember['mapping'],
		usedAt: updatedAt.toISOString()
	}));
}

/**
 * Remembers the mapping of an import in place of the last one for the same headers, in the transaction that
 * writes the import (spec M9). The oldest beyond the most that are remembered are forgotten.
 */
export async function rememberMapping(
	transaction: Queryable,
	companyId: string,
	{ signature, mapping }: MappingToRemember,
	now: Date
): Promise<void> {
	const stored = { mapping: { ...mapping } as object, updatedAt: now };
	await transaction.rememberedMapping.upsert({
		where: { companyId_signature: { companyId, signature } },
		create: { companyId, signature, ...stored },
		update: stored,
		select: { signature: true }
	});
	await transaction.$executeRaw`
		DELETE FROM "RememberedMapping"
		WHERE "companyId" = ${companyId}::uuid AND "signature" IN (
			SELECT "signature" FROM "RememberedMapping" WHERE "companyId" = ${companyId}::uuid
			ORDER BY "updatedAt" DESC, "signature" DESC OFFSET ${maxRemembered}
		)
	`;
}
