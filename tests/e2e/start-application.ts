import { startApplication } from './application.ts';

/** Starts the application once for all end-to-end tests, and says where it is; stops it after the last. */
export default async function start(): Promise<() => Promise<void>> {
	const { address, databaseUrl, dataDir, stop } = await startApplication('production');
	process.env.E2E_ADDRESS = address;
	process.env.E2E_DATABASE_URL = databaseUrl;
	process.env.E2E_DATA_DIR = dataDir;
	return stop;
}
