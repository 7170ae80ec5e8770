import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';
import { collectLicenses } from './collect-licenses.ts';
import { writeDeclarations } from './write-declarations.ts';

// `npm run build:client`: writes the package @distribu/client to build-client/. It needs no other package: what the core
// uses is in it, with its licenses, so that a program installs one thing and nothing else is fetched.

const project = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(project, 'build-client');

interface ProjectPackage {
	version: string;
	license: string;
	engines: { node: string };
}

rmSync(folder, { recursive: true, force: true });
const modules = await bundle(project, folder);
chmodSync(join(folder, 'distribu.js'), 0o755);
writeDeclarations(project, join(folder, 'types'));
const { version, license } = JSON.parse(
	readFileSync(join(project, 'package.json'), 'utf8')
) as ProjectPackage;
const manifest = {
	name: '@distribu/client',
	version,
	description: 'Customers of a Distribu company: look up, import as safely as at the screen, export, undo',
	license,
	type: 'module',
	engines: { node: '>=20.19' },
	exports: { '.': { types: './types/client/package.d.ts', default: './client.js' } },
	bin: { distribu: './distribu.js' },
	sideEffects: false
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
copyFileSync(join(project, 'LICENSE'), join(folder, 'LICENSE'));
copyFileSync(join(project, 'docs/programs.md'), join(folder, 'README.md'));
copyFileSync(join(project, 'docs/wire.md'), join(folder, 'wire.md'));
writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.md'), collectLicenses(project, modules));
