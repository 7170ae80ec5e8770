import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installDebianPackage } from '../../support/debian-packages.ts';

/** Which system calls of a process fail, how, and from which one on. */
export interface FailingCalls {
	call: 'pwrite64' | 'fdatasync';
	error: 'ENOSPC' | 'EIO';
	/** The first one that fails, counted from 1. */
	nth: number;
	/** Whether all after it fail as well, or it alone. */
	forEver: boolean;
}

/** @returns why system calls cannot be made to fail here, as a sentence; null where they can */
export function whyNoFailingCalls(): string | null {
	if (process.platform !== 'linux') return 'System calls can be made to fail on Linux only.';
	return existsSync('/usr/bin/strace') ? null : installDebianPackage('strace');
}

/**
 * Makes system calls of running processes fail, of all their threads too, until they are let go. Processes
 * that they start later are followed.
 *
 * @returns how to let them go
 * @throws Error where tracing is not permitted
 */
export async function failCalls(
	pids: readonly number[],
	{ call, error, nth, forEver }: FailingCalls
): Promise<() => Promise<void>> {
	const inject = `inject=${call}:error=${error}:when=${nth}${forEver ? '+' : ''}`;
	const targets = pids.flatMap((pid) => ['-p', String(pid)]);
	const tracer = spawn('strace', ['-f', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject, ...targets], {
		stdio: ['ignore', 'ignore', 'pipe']
	});
	const ended = new Promise((resolve) => tracer.once('close', resolve));
	await untilAttached(tracer, pids.length);
	return async () => {
		tracer.kill('SIGINT');
		await ended;
	};
}

function untilAttached(tracer: ChildProcess, count: number): Promise<void> {
	return new Promise((resolve, reject) => {
		let output = '';
		tracer.once('error', reject);
		tracer.once('close', () => reject(new Error(`strace ended: ${output}`)));
		tracer.stderr?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
			if (output.split('attached').length > count) resolve();
		});
	});
}
