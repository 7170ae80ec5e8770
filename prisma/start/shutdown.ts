import { readFileSync, readlinkSync } from 'node:fs';

/** What has to be brought down again, in the reverse order of how it came up. */
export interface Shutdown {
	/** Resolves when someone asked for the end: Ctrl+C, SIGTERM, a closed terminal, or npm is gone. */
	requested: Promise<void>;
	/** Adds something to bring down. */
	add(task: () => Promise<void>): void;
	/** Brings everything down, what came up last first. Further requests change nothing. */
	run(): Promise<void>;
}

/** How often to look whether npm is still there. */
const betweenLooksMs = 250;

/** Starts listening for requests to end, so that from now on none of them ends the process by itself. */
export function createShutdown(): Shutdown {
	const tasks: (() => Promise<void>)[] = [];
	const requested = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
		if (process.env.npm_lifecycle_event !== undefined) whenParentIsGone(resolve);
	});
	return {
		requested,
		add(task) {
			tasks.push(task);
		},
		async run() {
			for (;;) {
				const task = tasks.pop();
				if (task === undefined) return;
				await task();
			}
		}
	};
}

/**
 * npm runs us through a shell, and a signal to npm ends that shell without reaching us. What is left to
 * notice is that we have another parent; and where npm was killed, so that the shell waits on for us, that
 * the shell has. Only under npm: otherwise a parent may well go and leave us running.
 */
function whenParentIsGone(then: () => void): void {
	const parent = process.ppid;
	const isShell = programOf(parent) !== programOf(process.pid);
	const beforeShell = isShell ? parentOf(parent) : null;
	setInterval(() => {
		if (process.ppid !== parent || (isShell && parentOf(parent) !== beforeShell)) then();
	}, betweenLooksMs).unref();
}

/** The program that a process runs; null where the system does not tell. */
function programOf(pid: number): string | null {
	try {
		return readlinkSync(`/proc/${pid}/exe`);
	} catch {
		return null;
	}
}

/** The parent of a process; null where the system does not tell. */
function parentOf(pid: number): number | null {
	try {
		// The second field, a name in parentheses, may hold anything.
		const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
		return Number(parent);
	} catch {
		return null;
	}
}
