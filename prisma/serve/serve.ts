import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { log } from '../../src/lib/server/log.ts';
import { ownMigrations } from '../migration-state.ts';
import { Refusal, runProgram } from '../refusal.ts';
import { projectFolder } from '../run-tool.ts';
import { cannotListen } from '../start/check-port.ts';
import { loadEnvironment } from '../start/load-environment.ts';
import { readSettings, type StartSettings } from '../start/settings.ts';
import { answerProbe } from './answer-probes.ts';
import { createDrain } from './create-drain.ts';
import { createHttpServer } from './create-server.ts';
import { serverLimits } from './limits.ts';
import { createReadiness } from './readiness.ts';
import { isTold, sayListening, takeEnvironment } from './told.ts';

/** SvelteKit's part of the server, which its adapter makes to be put into a server of one's own. */
const builtHandler = join(projectFolder, 'build/handler.js');

/** How long the database's connections may take to close once nobody is connected any more. */
const longestGoodbyeMs = 2000;

/** The production server, from its settings to its end. Started by serve.mjs. */
export async function runServer(): Promise<void> {
	await runProgram(async () => {
		loadEnvironment();
		if (!isTold()) {
			const settings = readSettings(process.env, false);
			await serve(settings, databaseOf(settings), await loadApplication(settings));
			return;
		}
		// The database is still on its way.
		const application = await loadApplication(readSettings(process.env, false));
		await takeEnvironment();
		const settings = readSettings(process.env, false);
		await serve(settings, databaseOf(settings), application);
		sayListening();
	});
}

function databaseOf({ databaseUrl }: StartSettings): string {
	if (databaseUrl !== null) return databaseUrl;
	throw new Refusal('The server needs DATABASE_URL. "npm start" brings up a database of its own.');
}

/** Returns when it listens. */
async function serve(settings: StartSettings, databaseUrl: string, application: Application): Promise<void> {
	const { host, port, shutdown } = settings;
	for (const warning of settings.warnings) console.warn(warning);
	const readiness = createReadiness(databaseUrl, ownMigrations());
	const probes = { isReady: async () => !drain.isDraining() && (await readiness.isReady()) };
	const server = createHttpServer(
		(request, response) => {
			if (!answerProbe(request, response, probes)) void application(request, response);
		},
		serverLimits,
		settings.bodySizeLimit
	);
	const drain = createDrain(server);

	async function stop(reason: NodeJS.Signals): Promise<void> {
		drain.announce();
		await setTimeout(shutdown.delay * 1000);
		const cut = await drain.finish(shutdown.timeout * 1000);
		if (cut > 0) console.warn(`Connections cut off after SHUTDOWN_TIMEOUT: ${cut}`);
		// The application closes its connections to the database. What a cut request has begun there ends with the
		// process, and is rolled back.
		const events: EventEmitter = process;
		events.emit('sveltekit:shutdown', reason);
		await readiness.close();
		await setTimeout(longestGoodbyeMs, undefined, { ref: false });
		process.exit(0);
	}
	let isStopping = false;
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => {
			if (!isStopping) void stop(signal);
			isStopping = true;
		});
	}
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error) => reject(cannotListen(error, host, port)));
		server.listen({ host, port }, resolve);
	});
	console.log(`Listening on ${host}, port ${port}`);
}

type Application = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

/** Loads the build with the settings that it reads from the environment. Without them its own defaults hold. */
async function loadApplication(settings: StartSettings): Promise<Application> {
	if (!existsSync(builtHandler)) throw new Refusal('There is no build yet. Run "npm run build" first.');
	process.env.NODE_ENV ||= 'production';
	process.env.ORIGIN = settings.origin;
	process.env.BODY_SIZE_LIMIT = String(settings.bodySizeLimit);
	const { handler } = (await import(pathToFileURL(builtHandler).href)) as { handler: Handler };
	return async (request, response) => {
		try {
			// The last of the built handlers answers everything, and asks for no next one.
			await handler(request, response, () => response.writeHead(404).end());
		} catch (error) {
			log.error({ name: error instanceof Error ? error.name : typeof error }, 'request failed in the server');
			if (!response.headersSent) response.writeHead(500);
			response.end();
		}
	};
}
