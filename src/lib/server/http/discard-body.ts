/**
 * Reads what nobody has read of a request's body, and keeps none of it: a connection on which an answer came
 * before the body was read would stop there, and the next request on it with it. Cancelling would cut the
 * connection off, perhaps before the answer is out. How much there can be is the server's own limit.
 */
export async function discardBody({ body }: Request): Promise<void> {
	if (body !== null && !body.locked) await discardRest(body.getReader());
}

/** Reads to the end, or to an error, which is an end too. */
export async function discardRest(reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
	let isOver = false;
	while (!isOver) isOver = await reader.read().then(({ done }) => done, isTrue);
}

function isTrue(): boolean {
	return true;
}
