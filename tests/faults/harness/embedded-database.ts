import { cpSync } from 'node:fs';
import { type EmbeddedDatabase, openEmbedded } from '../../../prisma/embedded/open-embedded.ts';
import { migrate } from '../../../prisma/migrate.ts';
import type { FaultDatabase } from './database.ts';
import { signalAll } from './processes.ts';
import { removeFolder, temporaryFolder } from './temporary-folder.ts';

let template: Promise<string> | undefined;

/**
 * Opens a migrated embedded database the way the product does, in a process of its own.
 *
 * @param folder its data folder, which must be empty; a new temporary one unless given
 */
export async function startFaultEmbedded(folder = temporaryFolder()): Promise<FaultDatabase> {
	template ??= makeTemplate();
	cpSync(await template, folder, { recursive: true });
	return await openIn(folder);
}

/** A migrated data folder, made once and then copied: migrating takes longer than an experiment's short form. */
async function makeTemplate(): Promise<string> {
	const folder = temporaryFolder();
	const database = await openEmbedded({ dataDir: folder, address: null });
	try {
		await migrate(database.url);
	} finally {
		await database.close();
	}
	return folder;
}

async function openIn(folder: string): Promise<FaultDatabase> {
	let open: EmbeddedDatabase | null = null;

	async function start(): Promise<string> {
		const opened = await openEmbedded({ dataDir: folder, address: null });
		open = opened;
		void opened.ended.then(() => {
			if (open === opened) open = null;
		});
		return opened.url;
	}

	async function kill(): Promise<void> {
		const killed = open;
		if (killed === null) return;
		signalAll([killed.pid], 'SIGKILL');
		await killed.ended;
	}

	const url = await start();
	return {
		engine: 'embedded',
		url,
		folder,
		pids: () => (open === null ? [] : [open.pid]),
		kill,
		end: async () => await open?.close(),
		async start() {
			// The application knows one address.
			if ((await start()) !== url) throw new Error('The embedded database came back at another address.');
		},
		async remove() {
			await kill();
			removeFolder(folder);
		}
	};
}
