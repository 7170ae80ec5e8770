import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../run-tool.ts';

/** Takes settings from the project's `.env` where there is one; what the environment has already wins. */
export function loadEnvironment(): void {
	const file = join(projectFolder, '.env');
	if (existsSync(file)) process.loadEnvFile(file);
}
