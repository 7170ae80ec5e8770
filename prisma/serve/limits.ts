/** What the server takes from a connection before it lets go of it (T10). Times are milliseconds. */
export interface ServerLimits {
	/** For the head of a request to arrive in whole, from the connection or the answer before it. */
	headersMs: number;
	/** For a body of any size, however slow. */
	bodyGraceMs: number;
	/** What a body must arrive with, on average, beyond the grace. */
	bytesPerSecond: number;
	/** For the next request on a connection. */
	keepAliveMs: number;
	/** For anything at all to move on a connection, an answer that nobody reads included. */
	silentMs: number;
	/** How often slow ones are looked for. */
	betweenLooksMs: number;
	headBytes: number;
	connections: number;
}

/**
 * Slow people are let in, those who hold connections on purpose are not. The largest body, 16 MB, takes 320 s
 * at 50 kB/s; a fixed time that lets it in would let in a byte a second too. So a body has 20 s, and from then
 * on 20 kB/s on average. The head is a few kilobytes at most. Proxies keep idle connections for
 * 60 s, and must be the first to close, or they send a request into a connection that is being closed. The
 * longest answer, an import that waits its turn, comes within two minutes.
 */
export const serverLimits: ServerLimits = {
	headersMs: 15_000,
	bodyGraceMs: 20_000,
	bytesPerSecond: 20_000,
	keepAliveMs: 65_000,
	silentMs: 300_000,
	betweenLooksMs: 1000,
	headBytes: 16 * 1024,
	connections: 1000
};

/** Whether a body arrives more slowly than it may. */
export function isTooSlow(
	elapsedMs: number,
	bytes: number,
	{ bodyGraceMs, bytesPerSecond }: ServerLimits
): boolean {
	return elapsedMs > bodyGraceMs + (bytes / bytesPerSecond) * 1000;
}
