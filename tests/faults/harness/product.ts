import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type Program, runProgram } from '../../support/program.ts';

/** The whole product as `npm start` brings it up, on the embedded database of a data folder. */
export interface Product {
	program: Program;
	origin: string;
}

/** Starts it on a data folder, without waiting. */
export async function launchProduct(folder: string): Promise<Product> {
	const port = await freePort();
	const program = runProgram('prisma/start.ts', [], { DATA_DIR: folder, PORT: String(port) });
	return { program, origin: `http://localhost:${port}` };
}

/** Resolves when it answers. Rejects, with what it printed, when it ends before. */
export async function untilUp({ program }: Product): Promise<void> {
	await program.until('Stop it with Ctrl+C.');
}

/** The address of the embedded database that a running product serves from this folder. */
export function databaseOf(folder: string): string {
	const holder = JSON.parse(readFileSync(join(folder, 'holder.json'), 'utf8')) as { databaseUrl: string };
	return holder.databaseUrl;
}
