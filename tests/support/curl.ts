import { spawnSync } from 'node:child_process';
import { installDebianPackage } from './debian-packages.ts';

/**
 * Makes sure that there is a curl, with which an example of docs/programs.md downloads the export.
 *
 * @returns null when there is one, otherwise the reason why not, as a sentence
 */
export function ensureCurl(): string | null {
	if (spawnSync('curl', ['--version'], { stdio: 'ignore' }).status === 0) return null;
	return installDebianPackage('curl');
}
