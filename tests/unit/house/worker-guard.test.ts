import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, loadConfigFromFile, type Plugin } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

let folder: string;
let plugins: () => Plugin[];

beforeAll(async () => {
	const loaded = await loadConfigFromFile(
		{ command: 'build', mode: 'production' },
		join(root, 'vite.config.ts')
	);
	plugins = loaded?.config.worker?.plugins as () => Plugin[];
	await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
	folder = await mkdtemp(join(root, 'node_modules/.cache/worker-guard-'));
});

afterAll(async () => {
	await rm(folder, { recursive: true });
});

/** Builds a page with one worker, with the plugins that the project's own workers are built with. */
async function buildWorker(code: string): Promise<void> {
	await writeFile(join(folder, 'page.ts'), `new Worker(new URL('./some.worker.ts', import.meta.url));`);
	await writeFile(join(folder, 'some.worker.ts'), code);
	await build({
		configFile: false,
		root: folder,
		logLevel: 'silent',
		resolve: { alias: { $lib: join(root, 'src/lib') } },
		worker: { format: 'es', plugins },
		build: { write: false, rollupOptions: { input: join(folder, 'page.ts') } }
	});
}

const forbidden = [
	`import '$lib/server/generated/prisma/client.ts';`,
	`import '../../../src/lib/server/generated/prisma/enums.ts';`,
	`import '../../../prisma/prisma.config.ts';`,
	`import '$env/static/private';`,
	`import '$env/dynamic/private';`
];

test.each(forbidden)('a worker with %s does not build', async (code) => {
	await expect(buildWorker(code)).rejects.toThrow(
		/A worker imports server code .*Move what it needs to \$lib\/import/
	);
});

test('a worker that imports the core builds', async () => {
	await buildWorker(`import { readStatus } from '$lib/customer/status.ts'; postMessage(String(readStatus));`);
});
