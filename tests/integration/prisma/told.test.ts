import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { projectFolder } from '../../../prisma/run-tool.ts';
import { toldVariable } from '../../../prisma/serve/told.ts';
import { buildApplication, generateClient } from '../../../prisma/start/freshness.ts';
import { freePort } from '../../support/program.ts';

/** The application may have to be built first. */
const longestBuildMs = 240_000;

let address: string;
let server: ChildProcess;
let ended: Promise<unknown[]>;
beforeAll(async () => {
	await generateClient();
	await buildApplication();
}, longestBuildMs);
beforeEach(async () => {
	const port = await freePort();
	address = `http://127.0.0.1:${port}`;
	server = spawn(
		process.execPath,
		[
			'--import',
			new URL('../../../prisma/start/end-with-parent.mjs', import.meta.url).href,
			join(projectFolder, 'prisma/serve/serve.mjs')
		],
		{
			cwd: projectFolder,
			env: {
				...process.env,
				NODE_ENV: 'production',
				HOST: '127.0.0.1',
				PORT: String(port),
				DATABASE_URL: '',
				AUTH_SECRET: '',
				[toldVariable]: '1'
			},
			stdio: ['ignore', 'ignore', 'inherit', 'ipc']
		}
	);
	ended = once(server, 'exit');
	expect(await once(server, 'message')).toContain('loaded');
});
afterEach(async () => {
	server.kill('SIGKILL');
	await ended;
});

describe('the server that the start command tells of the database later', () => {
	it('takes no request before it is told, and then all of them', async () => {
		await expect(fetch(`${address}/health`)).rejects.toThrow('fetch failed');
		const [database] = inject('databases');
		server.send({ DATABASE_URL: database?.url ?? '', AUTH_SECRET: 's'.repeat(32), DEMO_SIGN_IN: '' });
		expect(await once(server, 'message')).toContain('listening');
		expect((await fetch(`${address}/ready`)).status).toBe(200);
		expect((await fetch(`${address}/login`)).status).toBe(200);
		server.kill('SIGTERM');
		expect(await ended).toEqual([0, null]);
	});

	it('ends where the start command is gone before it told anything', async () => {
		server.disconnect();
		expect(await ended).toEqual([null, 'SIGTERM']);
	});
});
