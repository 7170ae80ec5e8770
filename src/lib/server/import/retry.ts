import { setTimeout as wait } from 'node:timers/promises';
import { isConflict } from '../error-facts.ts';

const attempts = 5;
const firstWaitMs = 20;

/**
 * Runs a whole transaction again when the database reports a serialization failure or a deadlock (spec A6):
 * at most five times in all, after a wait that doubles and is random in its second half, so that two that
 * collided do not collide again. Everything else, and the fifth conflict, is thrown.
 */
export async function retryConflicts<T>(transaction: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await transaction();
		} catch (error) {
			if (attempt === attempts || !isConflict(error)) throw error;
			const longest = firstWaitMs * 2 ** attempt;
			await wait(longest / 2 + (Math.random() * longest) / 2);
		}
	}
}
