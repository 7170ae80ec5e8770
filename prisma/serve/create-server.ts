import {
	createServer,
	type RequestListener,
	type Server,
	type ServerResponse,
	STATUS_CODES
} from 'node:http';
import type { Duplex } from 'node:stream';
import { setSecurityHeaders } from '../../src/lib/server/http/security-headers.ts';
import type { ServerLimits } from './limits.ts';
import { watchUploads } from './watch-uploads.ts';

/** Node's errors of a connection whose request cannot be read, with the status that each gets. */
const statusOf: Record<string, number> = {
	ERR_HTTP_REQUEST_TIMEOUT: 408,
	HPE_HEADER_OVERFLOW: 431,
	HPE_CHUNK_EXTENSIONS_OVERFLOW: 413
};

/**
 * An HTTP server whose connections cannot be held by sending slowly or not at all, and whose every answer
 * has the security headers, files and refusals of the server itself included.
 *
 * @param largestBody in bytes; the time for a whole request follows from it
 */
export function createHttpServer(handle: RequestListener, limits: ServerLimits, largestBody: number): Server {
	const answers = new WeakMap<Duplex, ServerResponse>();
	const server = createServer(
		{
			headersTimeout: limits.headersMs,
			requestTimeout:
				limits.headersMs + limits.bodyGraceMs + Math.ceil((largestBody / limits.bytesPerSecond) * 1000),
			connectionsCheckingInterval: limits.betweenLooksMs,
			keepAliveTimeout: limits.keepAliveMs,
			maxHeaderSize: limits.headBytes
		},
		(request, response) => {
			for (const [name, value] of securityHeaders()) response.setHeader(name, value);
			answers.set(request.socket, response);
			response.once('close', () => answers.delete(request.socket));
			handle(request, response);
		}
	);
	server.maxConnections = limits.connections;
	server.setTimeout(limits.silentMs);
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		refuse(socket, answers.get(socket), statusOf[error.code ?? ''] ?? 400);
	});
	watchUploads(server, limits, (socket) => refuse(socket, answers.get(socket), 408));
	return server;
}

/** Answers on the connection itself, unless the application's answer has begun, and closes it. */
function refuse(socket: Duplex, begun: ServerResponse | undefined, status: number): void {
	if (!socket.writable || begun?.headersSent) {
		socket.destroy();
		return;
	}
	const headers = [...securityHeaders(), ['Connection', 'close'], ['Content-Length', '0']] as const;
	const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
	socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n`, () => socket.destroy());
}

function securityHeaders(): [string, string][] {
	const headers = new Headers();
	setSecurityHeaders(headers, false);
	return [...headers];
}
