import type { PrismaClient } from '../generated/prisma/client.ts';

/**
 * A client for better-auth that knows one company, and of its customers only those who may sign in: every
 * operation is a transaction of its own that first tells the database the company, asks for it in `where`, and
 * writes it into `data` (spec U2, T2). For better-auth a blocked customer is one who does not exist.
 */
export function companyClient(client: PrismaClient, companyId: string) {
	return client.$extends({
		query: {
			$allModels: {
				async $allOperations({ model, operation, args, query }) {
					const own = model === 'Customer' ? { companyId, status: 'ACTIVE' } : { companyId };
					const [, result] = await client.$transaction([
						client.$queryRaw`SELECT set_config('distribu.company', ${companyId}, true)`,
						query(operation === 'create' ? written(args, own) : kept(args, own)) as never
					]);
					return result;
				}
			}
		}
	});
}

/** The arguments of an operation, with these values in what it writes. */
function written<Arguments>(args: Arguments, own: object): Arguments {
	const { data } = args as { data: object };
	return { ...args, data: { ...data, ...own } };
}

/** The arguments of an operation, for rows with these values only. */
function kept<Arguments>(args: Arguments, own: object): Arguments {
	const { where } = args as { where?: { AND?: object | object[] } };
	return { ...args, where: { ...where, AND: [...[where?.AND ?? []].flat(), own] } };
}
