import { errorFacts } from '../error-facts.ts';
import { log } from '../log.ts';
import { deleteBeforeImages } from './delete-before-images.ts';

const minute = 60_000;
const hour = 60 * minute;

/** When the server cleans up, in milliseconds. */
export interface CleanUpTimes {
	/** After its start. */
	first: number;
	/** After it has cleaned up. */
	next: number;
	/** After it could not. */
	afterFailure: number;
}

const usualTimes: CleanUpTimes = { first: minute / 6, next: 24 * hour, afterFailure: hour };

/**
 * Deletes before-images that have no use any more (spec H2), shortly after the start of the server and then once a
 * day, for as long as it runs. Nothing waits for it, and the log has counts only.
 *
 * @returns what ends it: resolves when the import that it is at, if any, is done
 */
export function startCleanUp(times = usualTimes): () => Promise<void> {
	let isEnding = false;
	let running = Promise.resolve();
	let timer = wait(times.first);

	function wait(ms: number): NodeJS.Timeout {
		return setTimeout(() => {
			running = run();
		}, ms).unref();
	}

	async function run(): Promise<void> {
		const isDone = await cleanUp(() => isEnding);
		if (!isEnding) timer = wait(isDone ? times.next : times.afterFailure);
	}

	return async () => {
		isEnding = true;
		clearTimeout(timer);
		await running;
	};
}

/** Whether it could. */
async function cleanUp(isEnding: () => boolean): Promise<boolean> {
	const startedAt = performance.now();
	try {
		const { imports, changes } = await deleteBeforeImages(new Date(), undefined, isEnding);
		const durationMs = Math.round(performance.now() - startedAt);
		if (imports > 0) log.info({ imports, changes, durationMs }, 'before-images deleted');
		return true;
	} catch (error) {
		log.warn(errorFacts(error), 'before-images could not be deleted');
		return false;
	}
}
