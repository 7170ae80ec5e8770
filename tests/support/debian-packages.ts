import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Installs a Debian package with apt-get and says so first. Only as root, since tests ask for no password.
 *
 * @returns null when it is installed, otherwise the reason why it is not, as a sentence
 */
export function installDebianPackage(name: string): string | null {
	if (!existsSync('/usr/bin/apt-get')) return `This is not Debian: install ${name} by hand.`;
	if (process.getuid?.() !== 0) return `Only root can install packages: run "sudo apt-get install ${name}".`;

	process.stdout.write(`Installing the Debian package ${name}, which is missing here\n`);
	const failure = run('update') ?? run('install', '--yes', '--no-install-recommends', name);
	return failure === null ? null : `apt-get could not install ${name}: ${failure}`;
}

/** @returns null, or the last line of what apt-get complained about */
function run(...args: string[]): string | null {
	const result = spawnSync('apt-get', ['-qq', ...args], {
		encoding: 'utf8',
		stdio: ['ignore', 'ignore', 'pipe'],
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	});
	if (result.status === 0) return null;
	return result.stderr?.trim().split('\n').at(-1) ?? `it ended with ${result.status ?? result.signal}`;
}
