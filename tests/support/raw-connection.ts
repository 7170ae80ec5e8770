import { connect, type Socket } from 'node:net';

/** A connection to a server, byte by byte. */
export interface RawConnection {
	send(text: string): void;
	/** All that came so far. */
	received(): string;
	/** Resolves when this has come. Rejects, with what came, when the connection ends without. */
	until(text: string): Promise<void>;
	/** Resolves when the connection is closed, with all that came. */
	closed: Promise<string>;
	destroy(): void;
}

/** Connects to a port of this machine. */
export async function connectRaw(port: number): Promise<RawConnection> {
	const socket: Socket = connect(port, '127.0.0.1');
	let received = '';
	const listeners = new Set<() => void>();
	socket.setEncoding('latin1').on('data', (text: string) => {
		received += text;
		for (const listener of listeners) listener();
	});
	// A reset is an end too.
	socket.on('error', () => {});
	const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
	await new Promise((resolve) => socket.once('connect', resolve));
	return {
		send: (text) => void socket.write(text),
		received: () => received,
		until: (text) =>
			new Promise((resolve, reject) => {
				function look(): void {
					if (!received.includes(text)) return;
					listeners.delete(look);
					resolve();
				}
				listeners.add(look);
				look();
				void closed.then(() => reject(new Error(`The connection ended without "${text}":\n${received}`)));
			}),
		closed,
		destroy: () => void socket.destroy()
	};
}
