import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Page, chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { freePort } from '../support/program.ts';
import type { CoreFile, CoreTimes } from './core-times.ts';

/** Headless Chromium with the benchmark of the core in a worker. */
export interface CoreBrowser {
	version: string;
	/** Times the core on one file, in a worker of its own. */
	time: (file: CoreFile) => Promise<CoreTimes>;
	stop: () => Promise<void>;
}

/**
 * Bundles the benchmark as the product's worker is bundled, and opens a page for it.
 *
 * @throws Error where there is no Chromium
 */
export async function startCoreBrowser(): Promise<CoreBrowser> {
	const executablePath = findChromium();
	if (executablePath === undefined) throw new Error('There is no Chromium here (CHROMIUM_PATH names one).');
	const folder = mkdtempSync(join(tmpdir(), 'bench-core-'));
	const built = join(folder, 'built');
	await bundle(built);
	const port = await freePort();
	const server = await preview({
		root: folder,
		configFile: false,
		logLevel: 'warn',
		build: { outDir: built },
		preview: { host: '127.0.0.1', port, strictPort: true }
	});
	const browser = await chromium.launch({
		executablePath,
		args: [...chromiumFlags, '--js-flags=--expose-gc']
	});
	const page = await browser.newPage();
	await page.goto(`http://127.0.0.1:${port}/`);
	return {
		version: browser.version(),
		time: (file) => timeInWorker(page, file),
		async stop() {
			await browser.close();
			await server.close();
			rmSync(folder, { recursive: true });
		}
	};
}

async function bundle(folder: string): Promise<void> {
	await build({
		configFile: false,
		logLevel: 'warn',
		build: {
			target: 'esnext',
			outDir: folder,
			emptyOutDir: true,
			rolldownOptions: {
				input: fileURLToPath(new URL('./core.worker.ts', import.meta.url)),
				output: { entryFileNames: 'core.js' }
			}
		}
	});
	writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Core</title>');
}

// As text: what tsx makes of a function has helpers in it that the page does not know.
async function timeInWorker(page: Page, file: CoreFile): Promise<CoreTimes> {
	return await page.evaluate<CoreTimes>(`new Promise((resolve, reject) => {
		const worker = new Worker('/core.js', { type: 'module' });
		worker.onmessage = ({ data }) => {
			worker.terminate();
			resolve(data);
		};
		worker.onerror = ({ message }) => reject(new Error(message));
		worker.postMessage(${JSON.stringify(file)});
	})`);
}
