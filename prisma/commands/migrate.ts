/**
 * `npm run migrate`: brings the database of MIGRATION_DATABASE_URL or DATABASE_URL up to date, without
 * starting anything. For upgrades: first this, once, and then the instances one after the other.
 */
import { Refusal, runProgram } from '../refusal.ts';
import { loadEnvironment } from '../start/load-environment.ts';
import { readAddress } from '../start/settings.ts';
import { upToDate } from '../start/up-to-date.ts';
import { sayWaiting, waitForDatabase } from '../start/wait-for-database.ts';

await runProgram(async () => {
	loadEnvironment();
	const owner = readAddress(process.env, 'MIGRATION_DATABASE_URL');
	const url = owner ?? readAddress(process.env, 'DATABASE_URL');
	if (url === null) {
		throw new Refusal(
			'Name the database in MIGRATION_DATABASE_URL. The embedded one is brought up to date by "npm start".'
		);
	}
	await waitForDatabase(url, sayWaiting, owner === null ? {} : { variable: 'MIGRATION_DATABASE_URL' });
	await upToDate(url);
});
