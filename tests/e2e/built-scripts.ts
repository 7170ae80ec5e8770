import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../../prisma/run-tool.ts';

/** What the browser loads of the build for one purpose: script and styles, relative to the client's folder. */
export interface Load {
	/** The route, or what the scripts are. */
	name: string;
	files: string[];
}

/** A chunk in Vite's manifest. */
interface Chunk {
	file: string;
	imports?: string[];
	css?: string[];
}

const client = join(projectFolder, 'build/client');
const kit = join(projectFolder, '.svelte-kit/output');

/** Of Kit's manifest, what a page links: the scripts that start it, and its layouts and leaf by their numbers. */
interface KitManifest {
	_: {
		client: { imports: string[]; stylesheets: string[] };
		routes: { id: string; page: { layouts: (number | undefined)[]; leaf: number } | null }[];
	};
}

/** What each page's markup links, as Kit wrote it into the build: nothing of it waits for a deed. */
export async function firstLoads(): Promise<Load[]> {
	const file = pathToFileURL(join(kit, 'server/manifest-full.js')).href;
	const { manifest } = (await import(file)) as { manifest: KitManifest };
	const { client: start, routes } = manifest._;
	return routes.flatMap(({ id, page }) => {
		if (page === null) return [];
		const nodes = [...page.layouts, page.leaf].flatMap((node) => (node === undefined ? [] : linksOf(node)));
		return { name: id, files: [...new Set([...start.imports, ...start.stylesheets, ...nodes])] };
	});
}

/** Scripts and styles of a layout or page. They are lists of names in a module that would load the server with it. */
function linksOf(node: number): string[] {
	const text = readFileSync(join(kit, `server/nodes/${node}.js`), 'utf8');
	return [...text.matchAll(/^export const (?:imports|stylesheets) = (\[.*\]);$/gm)].flatMap(
		([, list = '[]']) => JSON.parse(list) as string[]
	);
}

/**
 * What a module of the source brings when it is loaded late.
 *
 * @param source the module, relative to the project
 * @param before what is there by then
 */
export function lateLoad(source: string, before: Load): Load {
	const manifest = readJson<Record<string, Chunk>>('client/.vite/manifest.json');
	const seen = new Set<string>();
	function visit(key: string): string[] {
		const chunk = manifest[key];
		if (chunk === undefined) throw new Error(`The build has no script for ${key}`);
		if (seen.has(key)) return [];
		seen.add(key);
		return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap(visit)];
	}
	const files = visit(source).filter((file) => !before.files.includes(file));
	return { name: source, files: [...new Set(files)] };
}

/** The scripts of workers that have a module of the source in them. */
export function workerLoad(source: string): Load {
	const scripts = readJson<Record<string, Record<string, number>>>('client/.vite/worker-modules.json');
	const files = Object.keys(scripts).filter((file) => source in (scripts[file] ?? {}));
	if (files.length === 0) throw new Error(`No worker of the build has ${source}`);
	return { name: source, files };
}

/** The bytes of a load as they are sent to a browser that takes gzip. */
export function gzipBytes({ files }: Load): number {
	return files.reduce((sum, file) => sum + statSync(join(client, `${file}.gz`)).size, 0);
}

/** The modules that are most of a load, with their lengths before minifying, longest first. */
export function largestModules({ files }: Load, most: number): string[] {
	const scripts = {
		...readJson<Record<string, Record<string, number>>>('client/.vite/modules.json'),
		...readJson<Record<string, Record<string, number>>>('client/.vite/worker-modules.json')
	};
	return files
		.flatMap((file) => Object.entries(scripts[file] ?? {}))
		.sort(([, one], [, other]) => other - one)
		.slice(0, most)
		.map(([module, length]) => `${module} (${kilobytes(length)})`);
}

/** Bytes in words, in thousands. */
export function kilobytes(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} KB`;
}

function readJson<Content>(path: string): Content {
	return JSON.parse(readFileSync(join(kit, path), 'utf8')) as Content;
}
