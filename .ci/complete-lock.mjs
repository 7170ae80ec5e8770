// Puts back the lock entries of other platforms' optional binaries, which npm drops when the registry at hand lacks
// them; without these `npm ci` refuses the lock file. Run it after `npm install`: node .ci/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));

const systems = 'aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32';
const processors = 'arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64';
const platform = new RegExp(`[-/](${systems})-(${processors})(?:-(gnu|musl|msvc))?`);

/**
 * The lock entry of one platform's binary, told from its name, such as `@rollup/rollup-linux-arm64-musl`.
 *
 * @param {string} name
 * @param {string} version an exact one
 * @param {object} owner the entry of the package that asks for it
 */
function entryOf(name, version, owner) {
	const [, os, cpu, libc] = platform.exec(name) ?? [];
	if (!os) throw new Error(`No platform in the name ${name}: add its entry by hand.`);
	const only = { gnu: 'glibc', musl: 'musl' }[libc ?? ''];
	return {
		version,
		cpu: [cpu],
		...(owner.dev ? { dev: true } : {}),
		...(only ? { libc: [only] } : {}),
		optional: true,
		os: [os]
	};
}

const missing = Object.entries(lock.packages).flatMap(([at, owner]) =>
	Object.entries(owner.optionalDependencies ?? {})
		.filter(
			([name]) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${at}/node_modules/${name}`]
		)
		.map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, owner)])
);

const packages = Object.entries(lock.packages).concat(missing);
lock.packages = Object.fromEntries(packages.sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(path, `${JSON.stringify(lock, null, '\t')}\n`);
process.stdout.write(`${missing.length} entries added\n`);
