import { execFileSync } from 'node:child_process';

/** The processes that a process has started and that still run. */
export function childrenOf(parent: number): number[] {
	return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number))
		.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
}

/** Sends a signal to processes of which some may be gone already. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
	for (const pid of pids) {
		try {
			process.kill(pid, signal);
		} catch (error) {
			const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
			if (!isGone) throw error;
		}
	}
}
