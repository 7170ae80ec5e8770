/**
 * `npm start`: brings up everything from nothing, and takes it down again. `npm run dev` is the same with
 * Vite's development server. Settings are in `.env.example`.
 */
import { dataFolder } from './embedded/data-folder.ts';
import { type EmbeddedDatabase, openEmbedded } from './embedded/open-embedded.ts';
import { demoOwner } from '../src/lib/server/auth/demo-accounts.ts';
import { Refusal, runProgram } from './refusal.ts';
import { stopTools } from './run-tool.ts';
import { findDemo } from './seed/find-demo.ts';
import { authSecretOf } from './start/auth-secret.ts';
import { checkPort } from './start/check-port.ts';
import { checkRole } from './start/check-role.ts';
import { buildApplication, generateClient, isBuildFresh, isClientFresh } from './start/freshness.ts';
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

interface OpeningDatabase {
	/** Resolves when nobody else can have its data folder any more. Rejects as `ready` does. */
	isOurs: Promise<void>;
	ready: Promise<ReadyDatabase>;
}

type DemoSignIn = typeof demoOwner;

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

/**
 * Brings everything up, and returns only by an error: when something ended that should not have. What makes the
 * program goes on beside what makes the database, so that neither waits for the other until both are needed.
 */
async function start(settings: StartSettings, shutdown: Shutdown): Promise<void> {
	for (const warning of settings.warnings) console.warn(warning);
	const database = openDatabase(settings, shutdown);
	// Nothing is made for a start that is going to be refused, nor by two starts on one data folder at once.
	const isAllowed = database.isOurs.then(() => checkPort(settings.host, settings.port));
	// What is made already is loaded at once: it takes requests no sooner than it is told to.
	const isMade = isClientFresh() && (settings.isDevelopment || isBuildFresh());
	const generated = isMade ? Promise.resolve() : isAllowed.then(generateClient);
	const ready = prepareDatabase(settings, database.ready, generated);
	const built = isMade || settings.isDevelopment ? generated : generated.then(buildApplication);
	const application = built.then(() =>
		runApplication(
			settings,
			Promise.all([ready, isAllowed]).then(([{ url, authSecret, demo }]) => ({
				DATABASE_URL: url,
				AUTH_SECRET: authSecret,
				DEMO_SIGN_IN: demo === null ? '' : '1'
			})),
			shutdown
		)
	);
	const [{ ended }, { failure, demo }] = await Promise.all([application, ready, isAllowed]);

	console.log(`\nDistribu runs at ${settings.origin}`);
	if (demo !== null)
		console.log(`Sign in to the demo company as ${demo.email} with the password ${demo.password}`);
	console.log('Stop it with Ctrl+C.\n');
	const code = await Promise.race([ended, failure]);
	throw new Refusal(endedSentence(code));
}

/** The database of `DATABASE_URL`, once it answers; without one the embedded database, opened for us alone. */
function openDatabase(settings: StartSettings, shutdown: Shutdown): OpeningDatabase {
	const { databaseUrl: url, migrationUrl: ownerUrl, authSecret } = settings;
	if (url === null || ownerUrl === null) return openOwnDatabase(settings, shutdown);
	if (authSecret === null) throw new Error('The settings ask for a secret with every DATABASE_URL');
	const ready = waitForBoth(url, ownerUrl).then(() => ({
		url,
		ownerUrl,
		authSecret,
		failure: new Promise<never>(() => {})
	}));
	return { isOurs: ready.then(ignore), ready };
}

async function waitForBoth(url: string, ownerUrl: string): Promise<void> {
	await waitForDatabase(url, sayWaiting);
	if (url !== ownerUrl) await waitForDatabase(ownerUrl, sayWaiting, { variable: 'MIGRATION_DATABASE_URL' });
}

function openOwnDatabase(
	{ dataDir, address, authSecret }: StartSettings,
	shutdown: Shutdown
): OpeningDatabase {
	const folder = dataFolder(dataDir);
	let open: EmbeddedDatabase | null = null;
	// Before the application is added, which is to be stopped first. Until it is open there is nothing to close: its
	// process ends with this one, and leaves nothing that looks like a database.
	shutdown.add(async () => {
		await open?.close();
	});
	let sayOurs = ignore;
	const isLocked = new Promise<void>((resolve) => (sayOurs = resolve));
	const ready = step(`Opening the embedded database in ${folder.shown}`, () =>
		openEmbedded({
			dataDir,
			address,
			onLocked: sayOurs,
			onCreating: () => console.log(`  There is no database in ${folder.shown} yet: making a new one`)
		})
	).then((embedded) => {
		open = embedded;
		const failure = embedded.ended.then(() => {
			throw new Refusal(
				'The embedded database ended by itself. Start again: what was saved is in its folder.'
			);
		});
		// It also ends when we close it, after nobody waits for it any more.
		failure.catch(ignore);
		return {
			url: embedded.url,
			ownerUrl: embedded.url,
			authSecret: authSecret ?? authSecretOf(folder),
			failure
		};
	});
	// A refusal is told by whoever waits first, which is not always the one who waits for this.
	ready.catch(ignore);
	return { isOurs: Promise.race([isLocked, ready.then(ignore)]), ready };
}

/** Brings the database up to date, and adds the demo companies where they are wanted. */
async function prepareDatabase(
	settings: StartSettings,
	ready: Promise<ReadyDatabase>,
	generated: Promise<void>
): Promise<ReadyDatabase & { demo: DemoSignIn | null }> {
	const database = await ready;
	await upToDate(database.ownerUrl);
	await checkRole(database.url);
	return { ...database, demo: await prepareDemo(settings, database.ownerUrl, generated) };
}

/**
 * Adds the demo companies to a new embedded database, and elsewhere where `SEED_DEMO=1` asks for it.
 *
 * @param generated when the client is there, which seeding takes
 * @returns how to sign in to the demo; null where there is none, or where it is none of ours
 */
async function prepareDemo(
	settings: StartSettings,
	url: string,
	generated: Promise<void>
): Promise<DemoSignIn | null> {
	const isEmbedded = settings.databaseUrl === null;
	if (!isEmbedded && !settings.seedsDemo) return null;
	const found = await findDemo(url);
	if (found === 'demo') return demoOwner;
	if (found === 'others' && isEmbedded) return null;
	await generated;
	if (await step('Adding the demo companies', () => addDemo(url))) return demoOwner;
	console.warn('The demo companies were not added: one of their names is taken here.');
	return null;
}

async function addDemo(url: string): Promise<boolean> {
	// Loaded late: they need the generated client, and every start but the first does without them.
	const { database, disconnectDatabase, setDatabaseUrl } = await import('../src/lib/server/database.ts');
	const { seedDemo } = await import('./seed/seed-demo.ts');
	await setDatabaseUrl(url, 'owner');
	try {
		return await seedDemo(database());
	} finally {
		await disconnectDatabase();
	}
}

function ignore(): void {}
