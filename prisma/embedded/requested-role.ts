/**
 * The role that a client asks to work as, in the options of its startup packet: `-c role=name`; null where
 * it asks for none. PostgreSQL takes any setting there; PGlite, whose one session is older than any client,
 * reads none of them.
 *
 * @param startup a whole startup packet: its length, the protocol's version, then names and values, each
 *   ended by a zero byte
 */
export function requestedRole(startup: Uint8Array): string | null {
	const pieces = Buffer.from(startup).toString('utf8', headBytes).split('\0');
	const at = pieces.findIndex((piece, index) => index % 2 === 0 && piece === 'options');
	const options = at === -1 ? '' : (pieces[at + 1] ?? '');
	return /(?:^|\s)-c\s*role=([a-z_][a-z0-9_]*)(?:\s|$)/.exec(options)?.[1] ?? null;
}

/** Length and version. */
const headBytes = 8;
