/**
 * The production server under `npm start`, which starts it while the database is still being opened: it loads the build
 * meanwhile, and is told by messages what could not be known before.
 */

/** What the server tells the start command. */
export type ServerReport =
	/** The build is loaded; the environment is wanted. */
	'loaded' | 'listening';

/** Set for a server that is to be told its environment by a message. */
export const toldVariable = 'ENVIRONMENT_FOLLOWS';

/** Whether the start command will tell more. */
export function isTold(): boolean {
	return process.env[toldVariable] === '1';
}

/** Asks the start command for what it knows by now of the environment, waits for it, and sets it. */
export async function takeEnvironment(): Promise<void> {
	const told = new Promise<Record<string, string>>((resolve) => process.once('message', resolve));
	// Nothing else keeps this process alive while it waits, and afterwards this must not (end-with-parent.mjs).
	process.channel?.ref();
	report('loaded');
	Object.assign(process.env, await told);
	process.channel?.unref();
}

/** Tells the start command that requests are taken. */
export function sayListening(): void {
	report('listening');
}

function report(what: ServerReport): void {
	process.send?.(what);
}
