import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { findChromium, chromiumFlags } from './tests/support/chromium.ts';
import { sharedCases } from './tests/support/shared-cases.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Refuses server code in a worker bundle. Kit's own guard looks at pages only: a module of
 * `$lib/server` imported by a worker would be sent to every browser.
 */
function refuseServerCodeInWorkers(): Plugin {
	function refusal(source: string): string {
		return `A worker imports server code (${source}). Move what it needs to $lib/import.`;
	}
	return {
		name: 'refuse-server-code-in-workers',
		enforce: 'pre',
		resolveId(source) {
			if (/^\$env\/(static|dynamic)\/private$/.test(source)) this.error(refusal(source));
		},
		load(id) {
			const path = relative(root, id).replaceAll('\\', '/');
			if (/^(src\/lib\/server|prisma)\/|^src\/.*\.server\.ts$/.test(path)) this.error(refusal(path));
		}
	};
}

/**
 * Lists the modules of each script for the browser beside Vite's manifest, with their lengths before minifying: the
 * test of the budgets names the largest. Kit puts neither file into the build.
 *
 * @param fileName the list's place in the client's output
 */
function listModules(fileName: string): Plugin {
	return {
		name: 'list-modules',
		applyToEnvironment: ({ name }) => name === 'client',
		generateBundle(_, bundle) {
			const lists = Object.values(bundle).flatMap((output) => {
				if (output.type !== 'chunk') return [];
				const modules = Object.entries(output.modules).map(
					([id, { renderedLength }]) => [relative(root, id), renderedLength] as const
				);
				return [[output.fileName, Object.fromEntries(modules)] as const];
			});
			this.emitFile({ type: 'asset', fileName, source: JSON.stringify(Object.fromEntries(lists)) });
		}
	};
}

export default defineConfig({
	plugins: [sveltekit(), listModules('.vite/modules.json')],
	worker: {
		format: 'es',
		plugins: () => [refuseServerCodeInWorkers(), listModules('.vite/worker-modules.json')]
	},
	server: { fs: { allow: [join(root, 'workers')] } },
	optimizeDeps: {
		include: [
			'papaparse',
			'comlink',
			'fastest-levenshtein',
			'idb-keyval',
			'@noble/hashes/sha2.js',
			'@noble/hashes/utils.js',
			'virtua/svelte',
			'tinykeys',
			'fflate',
			'saxen'
		]
	},
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['tests/unit/**/*.test.ts'],
					setupFiles: ['tests/support/seed-properties.ts'],
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					name: 'integration',
					environment: 'node',
					include: ['tests/integration/**/*.test.ts'],
					globalSetup: ['tests/support/integration-setup.ts'],
					setupFiles: ['tests/support/seed-properties.ts'],
					// Thousands of imports are applied; what the log holds is looked at in tests of its own.
					env: { LOG_LEVEL: 'silent' },
					testTimeout: 60_000,
					hookTimeout: 120_000,
					// The embedded database keeps house now and then, and one transaction waits for the other.
					expect: { poll: { timeout: 20_000 } },
					fileParallelism: false
				}
			},
			{
				extends: true,
				test: {
					name: 'component',
					include: ['tests/component/**/*.test.ts'],
					// Whoever loads a screen or a worker first waits until it is compiled.
					testTimeout: 60_000,
					expect: { poll: { timeout: 15_000 } },
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						commands: { sharedCases },
						provider: playwright({
							launchOptions: { executablePath: findChromium(), args: chromiumFlags },
							// So that it is told what was waited for, and not only that a test took too long.
							actionTimeout: 15_000
						}),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
});
