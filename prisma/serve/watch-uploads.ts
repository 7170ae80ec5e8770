import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { isTooSlow, type ServerLimits } from './limits.ts';

interface Upload {
	request: IncomingMessage;
	startedAt: number;
	/** What the connection had brought before it. */
	bytesBefore: number;
}

/**
 * Watches the bodies that arrive at a server, and names those that arrive too slowly. It counts what comes
 * through the connection and touches no request, so that a body is read by the application alone.
 *
 * @param onTooSlow ends the connection
 */
export function watchUploads(
	server: Server,
	limits: ServerLimits,
	onTooSlow: (socket: Socket) => void
): void {
	const uploads = new Set<Upload>();
	server.on('request', (request) => {
		const upload = { request, startedAt: performance.now(), bytesBefore: request.socket.bytesRead };
		uploads.add(upload);
		request.once('close', () => uploads.delete(upload));
	});
	const looking = setInterval(() => {
		for (const upload of uploads) {
			const { request, startedAt, bytesBefore } = upload;
			const elapsed = performance.now() - startedAt;
			if (request.complete) uploads.delete(upload);
			else if (isTooSlow(elapsed, request.socket.bytesRead - bytesBefore, limits)) {
				uploads.delete(upload);
				onTooSlow(request.socket);
			}
		}
	}, limits.betweenLooksMs);
	looking.unref();
	server.once('close', () => clearInterval(looking));
}
