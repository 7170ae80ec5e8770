import { inCompany } from '../company-scope.ts';
import { later } from '../later.ts';

const betweenNotesMs = 60_000;

/** When this process wrote down last that a token was used, by its id. */
const notedAt = new Map<string, number>();

/** A token that was used. */
interface TokenUse {
	id: string;
	companyId: string;
	/** As it was found. */
	lastUsedAt: Date | null;
}

/**
 * Writes down that a token was used, after the answer and at most once a minute; no call waits for it, and none
 * fails with it.
 */
export function noteTokenUse({ id, companyId, lastUsedAt }: TokenUse, requestId: string, now: Date): void {
	const last = Math.max(lastUsedAt?.getTime() ?? 0, notedAt.get(id) ?? 0);
	if (now.getTime() - last < betweenNotesMs) return;
	notedAt.set(id, now.getTime());
	later('noting the use of a token', requestId, async () => {
		await inCompany(companyId, (transaction) =>
			transaction.apiToken.updateMany({ where: { companyId, id }, data: { lastUsedAt: now } })
		);
	});
}
