import { migrate } from '../migrate.ts';
import { step } from './step.ts';

/** Brings the database up to date, and says where it is ahead of us. */
export async function upToDate(ownerUrl: string): Promise<void> {
	const { unknown } = await step('Bringing the database up to date', () => migrate(ownerUrl));
	if (unknown.length > 0) {
		console.warn(`  it has been used by a newer version, which brought ${unknown.join(', ')}`);
	}
}
