import { createServer } from 'node:net';
import { Refusal } from '../refusal.ts';

/**
 * Makes sure that the application will be able to listen.
 *
 * @throws Refusal that says why it will not, and what to do
 */
export async function checkPort(host: string, port: number): Promise<void> {
	const server = createServer();
	try {
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen({ host, port }, resolve);
		});
	} catch (error) {
		throw cannotListen(error, host, port);
	}
	await new Promise((resolve) => server.close(resolve));
}

/** Why a server cannot listen, from the error of its attempt. */
export function cannotListen(error: unknown, host: string, port: number): Refusal {
	return new Refusal(sentence(error instanceof Error && 'code' in error ? error.code : error, host, port));
}

function sentence(code: unknown, host: string, port: number): string {
	switch (code) {
		case 'EADDRINUSE':
			return `Port ${port} is in use by another program. Stop it, or set PORT to another number.`;
		case 'EACCES':
			return `Port ${port} is not allowed for this user. Set PORT to a number from 1024 on.`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `HOST=${host} is not an address of this machine. Leave it out for this machine alone, or set 0.0.0.0 for all.`;
		default:
			return `Listening on ${host}, port ${port}, failed (${String(code)}). Set HOST or PORT to something else.`;
	}
}
