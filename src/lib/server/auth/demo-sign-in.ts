import { database } from '../database.ts';
import { demoOwner } from './demo-accounts.ts';

/**
 * How to enter the demo company, for the sign-in page; null unless the start command said that it made
 * or would make one here (`DEMO_SIGN_IN=1`) and the company is there (spec U3).
 */
export async function findDemoSignIn(): Promise<typeof demoOwner | null> {
	if (process.env.DEMO_SIGN_IN !== '1') return null;
	const user = await database().user.findUnique({ where: { email: demoOwner.email }, select: { id: true } });
	return user === null ? null : demoOwner;
}
