/**
 * `npm start`: brings up everything from nothing, and takes it down again. `npm run dev` is the same with
 * Vite's development server. Settings are in `.env.example`.
 */
import { dataFolder } from './embedded/data-folder.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import { Refusal, runProgram } from './refusal.ts';
import { stopTools } from './run-tool.ts';
import { authSecretOf } from './start/auth-secret.ts';
import { checkPort } from './start/check-port.ts';
import { checkRole } from './start/check-role.ts';
import { buildApplication, generateClient } from './start/freshness.ts';
import { loadEnvironment } from './start/load-environment.ts';
import { endedSentence, runApplication } from './start/run-application.ts';
import { readSettings, type StartSettings } from './start/settings.ts';
import { createShutdown, type Shutdown } from './start/shutdown.ts';
import { step } from './start/step.ts';
import { upToDate } from './start/up-to-date.ts';
import { sayWaiting, waitForDatabase } from './start/wait-for-database.ts';

/** A database that answers, and the secret that belongs to it. */
interface ReadyDatabase {
	/** For the application. */
	url: string;
	/** For whoever may change tables. */
	ownerUrl: string;
	authSecret: string;
	/** Rejects when it ends before it is told to; never resolves. */
	failure: Promise<never>;
}

await runProgram(async () => {
	loadEnvironment();
	const settings = readSettings(process.env, process.argv.includes('--dev'));
	const shutdown = createShutdown();
	try {
		await Promise.race([start(settings, shutdown), shutdown.requested.then(sayStopping)]);
	} finally {
		stopTools();
		await shutdown.run();
	}
});
process.exit();

function sayStopping(): void {
	console.log('Stopping …');
}

/** Brings everything up, and returns only by an error: when something ended that should not have. */
async function start(settings: StartSettings, shutdown: Shutdown): Promise<void> {
	for (const warning of settings.warnings) console.warn(warning);
	const database = await openDatabase(settings, shutdown);
	await checkPort(settings.host, settings.port);
	await generateClient();
	await upToDate(database.ownerUrl);
	await checkRole(database.url);
	const demo = await prepareDemo(settings, database.ownerUrl);
	if (!settings.isDevelopment) await buildApplication();

	const application = await runApplication(settings, {
		DATABASE_URL: database.url,
		AUTH_SECRET: database.authSecret,
		DEMO_SIGN_IN: demo === null ? '' : '1'
	});
	shutdown.add(application.stop);
	const failure = application.ended.then((code) => {
		throw new Refusal(endedSentence(code));
	});
	void failure.catch(() => {});

	console.log(`\nDistribu runs at ${settings.origin}`);
	if (demo !== null)
		console.log(`Sign in to the demo company as ${demo.email} with the password ${demo.password}`);
	console.log('Stop it with Ctrl+C.\n');
	await Promise.race([failure, database.failure]);
}

/** The database of `DATABASE_URL`, once it answers; without one the embedded database, opened for us alone. */
async function openDatabase(settings: StartSettings, shutdown: Shutdown): Promise<ReadyDatabase> {
	const { databaseUrl: url, migrationUrl: ownerUrl, authSecret, dataDir, address } = settings;
	if (url !== null && ownerUrl !== null) {
		await waitForDatabase(url, sayWaiting);
		if (url !== ownerUrl) await waitForDatabase(ownerUrl, sayWaiting, { variable: 'MIGRATION_DATABASE_URL' });
		if (authSecret === null) throw new Error('The settings ask for a secret with every DATABASE_URL');
		return { url, ownerUrl, authSecret, failure: new Promise(() => {}) };
	}
	const folder = dataFolder(dataDir);
	const embedded = await step(`Opening the embedded database in ${folder.shown}`, () =>
		openEmbedded({ dataDir, address, onCreating: () => console.log('  there is none yet: making a new one') })
	);
	shutdown.add(embedded.close);
	const failure = embedded.ended.then(() => {
		throw new Refusal('The embedded database ended by itself. Start again: what was saved is in its folder.');
	});
	// It also ends when we close it, after nobody waits for it any more.
	failure.catch(() => {});
	return {
		url: embedded.url,
		ownerUrl: embedded.url,
		authSecret: authSecret ?? authSecretOf(folder),
		failure
	};
}

/**
 * Adds the demo companies to a new embedded database, and elsewhere where `SEED_DEMO=1` asks for it.
 *
 * @returns how to sign in to the demo; null where there is none, or where it is none of ours
 */
async function prepareDemo(
	settings: StartSettings,
	url: string
): Promise<{ email: string; password: string } | null> {
	const isEmbedded = settings.databaseUrl === null;
	if (!isEmbedded && !settings.seedsDemo) return null;
	// Loaded late: they need the generated client.
	const { database, disconnectDatabase, setDatabaseUrl } = await import('../src/lib/server/database.ts');
	const { hasDemo, isEmpty, seedDemo } = await import('./seed/seed-demo.ts');
	const { demoOwner } = await import('../src/lib/server/auth/demo-accounts.ts');
	await setDatabaseUrl(url, 'owner');
	try {
		const isWanted = isEmbedded ? await isEmpty(database()) : !(await hasDemo(database()));
		if (isWanted && !(await step('Adding the demo companies', () => seedDemo(database())))) {
			console.warn('The demo companies were not added: one of their names is taken here.');
		}
		return (await hasDemo(database())) ? demoOwner : null;
	} finally {
		await disconnectDatabase();
	}
}
