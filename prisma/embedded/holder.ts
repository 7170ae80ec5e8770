import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';

/** Who has a data folder open. The lock says that someone has; this only says who, and may be missing. */
export interface Holder {
	/** The process to stop: the start command, not the database process under it. */
	pid: number;
	/** Where the application answers; null for a command that brought the database up for itself. */
	address: string | null;
	/** ISO 8601. */
	since: string;
	/** The address of the database, for commands that want to use it too; null while it is not up yet. */
	databaseUrl: string | null;
}

/** Writes down who has the folder, readable by its owner only. */
export function writeHolder(folder: DataFolder, holder: Holder): void {
	writeFileSync(folder.holder, `${JSON.stringify(holder, null, '\t')}\n`, { mode: 0o600 });
}

/** Who has the folder, or had it last if that process was killed; null when nobody said. */
export function readHolder(folder: DataFolder): Holder | null {
	try {
		const holder = JSON.parse(readFileSync(folder.holder, 'utf8')) as Partial<Holder>;
		const { pid, address = null, since, databaseUrl = null } = holder;
		return typeof pid === 'number' && typeof since === 'string' ? { pid, address, since, databaseUrl } : null;
	} catch {
		// Not there, or half written by a process that was killed.
		return null;
	}
}

export function removeHolder(folder: DataFolder): void {
	rmSync(folder.holder, { force: true });
}

/** Whether the process that has the folder still runs. */
export function isRunning(holder: Holder): boolean {
	try {
		process.kill(holder.pid, 0);
		return true;
	} catch (error) {
		// Another user's process answers EPERM, and is there.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/**
 * The sentence for a second start on one data folder: who has it, and what to do.
 *
 * @param now the time of asking: a holder since another day is given with its date
 */
export function inUseSentence(shownFolder: string, holder: Holder | null, now: Date): string {
	const advice = 'Stop it first, or set DATA_DIR to another folder.';
	if (holder === null) return `The data folder ${shownFolder} is in use by another process. ${advice}`;
	const who = holder.address === null ? 'a command of Distribu' : `Distribu at ${holder.address}`;
	const since = clockTime(new Date(holder.since), now);
	return `The data folder ${shownFolder} is in use by ${who} (process ${holder.pid}, since ${since}). ${advice}`;
}

/** `14:02` in local time, and `2026-11-21 14:02` for another day. */
function clockTime(time: Date, now: Date): string {
	const clock = `${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;
	if (time.toDateString() === now.toDateString()) return clock;
	return `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())} ${clock}`;
}

function twoDigits(part: number): string {
	return String(part).padStart(2, '0');
}
