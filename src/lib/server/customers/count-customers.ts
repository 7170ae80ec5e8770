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
	const { active, blocked } = await client.customerCount.findUniqueOrThrow({ where: { companyId } });
	if (status === undefined) return active + blocked;
	return status === 'ACTIVE' ? active : blocked;
}
