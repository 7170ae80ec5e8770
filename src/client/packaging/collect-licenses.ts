import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface BundledPackage {
	name: string;
	version: string;
	license: string;
}

/**
 * The licenses of the packages that some modules come from, as one text.
 *
 * @param modules relative to the project
 * @throws Error when one of them has no license of its own
 */
export function collectLicenses(project: string, modules: readonly string[]): string {
	const folders = modules.flatMap(
		(id) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []
	);
	const texts = [...new Set(folders)].sort().map((folder) => {
		const path = join(project, folder);
		const { name, version, license } = JSON.parse(
			readFileSync(join(path, 'package.json'), 'utf8')
		) as BundledPackage;
		const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
		if (file === undefined) throw new Error(`${name} has no license.`);
		return `## ${name} ${version} (${license})\n\n${readFileSync(join(path, file), 'utf8').trim()}\n`;
	});
	return ['# Packages in this one\n', ...texts].join('\n');
}
