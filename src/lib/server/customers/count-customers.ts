import type { CustomerStatus } from '../../customer/customer.ts';
import type { Queryable } from '../database.ts';

/**
 * How many customers a company has, as the database keeps it (migration `scale`): without counting them, and exact to
 * each statement of the transaction that asks.
 *
 * @param status those of one status only
 */
export async function countCustomers(
	client: Queryable,
	companyId: string,
	status?: CustomerStatus
): Promise<number> {
	const found = await client.customerCount.findUnique({ where: { companyId } });
	// Of another company than the transaction's nothing is to be seen.
	const { active, blocked } = found ?? { active: 0, blocked: 0 };
	if (status === undefined) return active + blocked;
	return status === 'ACTIVE' ? active : blocked;
}
