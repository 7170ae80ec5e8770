import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How a server comes to its end without cutting anybody off. */
export interface Drain {
	/** Whether it has been told to end. */
	isDraining(): boolean;
	/** From now on it says that it is not ready, and goes on as before. */
	announce(): void;
	/**
	 * Takes no connections any more, closes those on which nothing is asked, and lets requests that are
	 * running finish.
	 *
	 * @param timeoutMs after which they are cut off
	 * @returns once nobody is connected; how many requests were cut off
	 */
	finish(timeoutMs: number): Promise<number>;
}

/** Keeps count of a server's connections and what runs on them, from before it listens. */
export function createDrain(server: Server): Drain {
	const running = new Map<Socket, Set<ServerResponse>>();
	let isDraining = false;
	let isFinishing = false;

	server.on('connection', (socket: Socket) => {
		running.set(socket, new Set());
		socket.once('close', () => running.delete(socket));
	});
	server.prependListener('request', ({ socket }, response) => {
		running.get(socket)?.add(response);
		if (isDraining) response.setHeader('Connection', 'close');
		response.once('close', () => {
			const others = running.get(socket);
			others?.delete(response);
			if (isFinishing && others?.size === 0) socket.destroySoon();
		});
	});

	function announce(): void {
		isDraining = true;
		for (const response of [...running.values()].flatMap((responses) => [...responses])) {
			if (!response.headersSent) response.setHeader('Connection', 'close');
		}
	}

	return {
		isDraining: () => isDraining,
		announce,
		async finish(timeoutMs) {
			announce();
			isFinishing = true;
			const closed = new Promise((resolve) => server.close(resolve));
			// Also those that never asked anything: browsers open some in advance.
			for (const [socket, responses] of running) if (responses.size === 0) socket.destroy();
			let cut = 0;
			const tooLong = setTimeout(() => {
				cut = running.size;
				server.closeAllConnections();
			}, timeoutMs);
			await closed;
			clearTimeout(tooLong);
			return cut;
		}
	};
}
