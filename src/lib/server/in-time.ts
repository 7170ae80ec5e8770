/** A database that neither answers nor refuses, such as one whose machine stopped. */
class SilentDatabase extends Error {
	override name = 'SilentDatabase';
	readonly code = 'DATABASE_SILENT';
}

/** With what comes after it, 503 is out within five seconds (E07). */
const longestMs = 4500;

/**
 * Waits for what only reads, and not for ever: on a connection that is open a silent server
 * is noticed by nobody. What was asked may still happen.
 *
 * @param spentMs how much of the time other questions of the same request have taken
 * @throws Error with the code DATABASE_SILENT where there is no answer in time
 */
export async function inTime<T>(work: Promise<T>, spentMs = 0): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const tooLong = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new SilentDatabase()), Math.max(0, longestMs - spentMs));
	});
	try {
		return await Promise.race([work, tooLong]);
	} finally {
		clearTimeout(timer);
	}
}
