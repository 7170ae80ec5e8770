import { join, relative } from 'node:path';
import { build } from 'vite';

/** Where code of the server, of its tools and of the page lies: none of it is for programs. */
const foreign = /^(src\/lib\/(server|browser|components)|src\/routes|prisma|workers)\//;

/**
 * Bundles the client and the command line as ES modules that share their parts, unminified: whoever wonders what they do
 * can read it.
 *
 * @returns the modules that are in it, relative to the project
 * @throws Error when code of another room is in it, or one of its files needs a package
 */
export async function bundle(project: string, folder: string): Promise<string[]> {
	const built = await build({
		configFile: false,
		root: project,
		logLevel: 'warn',
		build: {
			outDir: folder,
			emptyOutDir: false,
			copyPublicDir: false,
			target: 'es2022',
			minify: false,
			lib: {
				entry: {
					client: join(project, 'src/client/package.ts'),
					distribu: join(project, 'src/client/cli/distribu.ts')
				},
				formats: ['es']
			},
			rolldownOptions: {
				external: /^node:/,
				output: {
					entryFileNames: '[name].js',
					chunkFileNames: 'parts/[name].js',
					banner: ({ name, isEntry }) => (isEntry && name === 'distribu' ? '#!/usr/bin/env node' : '')
				}
			}
		}
	});
	const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
	const chunks = outputs.flatMap(({ output }) => output.filter((file) => file.type === 'chunk'));
	const modules = chunks.flatMap(({ moduleIds }) =>
		moduleIds.map((id) => relative(project, id).replaceAll('\\', '/'))
	);
	const stranger = modules.find((id) => foreign.test(id));
	if (stranger !== undefined) throw new Error(`The client holds code that is not for programs: ${stranger}.`);
	const own = new Set(chunks.map(({ fileName }) => fileName));
	for (const { fileName, imports, dynamicImports } of chunks) {
		const needed = [...imports, ...dynamicImports].filter((name) => !own.has(name));
		const isAllowed = fileName === 'distribu.js' ? isNode : () => false;
		const package_ = needed.find((name) => !isAllowed(name));
		if (package_ !== undefined) throw new Error(`${fileName} needs ${package_}.`);
	}
	return modules;
}

function isNode(name: string): boolean {
	return name.startsWith('node:');
}
