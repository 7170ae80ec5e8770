import { readFileSync, readdirSync } from 'node:fs';

/** Resident memory of processes, in MiB. */
export interface MemoryUse {
	/** When the watching began. */
	before: number;
	/** The most that they had at once since, process by process. */
	most: number;
}

/**
 * Watches the resident memory of processes by the kernel's own high-water mark, so that no peak is missed between
 * two looks. Linux only.
 *
 * @returns ends the watching and tells
 */
export function watchMemory(pids: readonly number[]): () => MemoryUse {
	const before = sumOf(pids, 'VmRSS');
	return () => ({ before, most: sumOf(pids, 'VmHWM') });
}

/** The processes below one, itself left out, whose command line matches; several levels deep. */
export function processesBelow(parent: number, command: RegExp): number[] {
	const parents = new Map<number, number>();
	for (const name of readdirSync('/proc')) {
		if (!/^\d+$/.test(name)) continue;
		const ppid = /^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1];
		if (ppid !== undefined) parents.set(Number(name), Number(ppid));
	}
	function isBelow(pid: number): boolean {
		const above = parents.get(pid);
		return above !== undefined && (above === parent || isBelow(above));
	}
	return [...parents.keys()].filter((pid) => isBelow(pid) && command.test(read(`/proc/${pid}/cmdline`)));
}

function sumOf(pids: readonly number[], line: 'VmRSS' | 'VmHWM'): number {
	const kilobytes = pids.map((pid) =>
		Number(new RegExp(`^${line}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
	);
	return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** A process may end while it is looked at. */
function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
