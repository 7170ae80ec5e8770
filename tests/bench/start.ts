/**
 * `npm run bench:start`: how long `npm start` takes from its packages being installed to its first request, with
 * nothing made yet, with a new data folder, and as on every other day; and what its parts take by themselves. `--write`
 * puts the result into README.md beside this file.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptDatabase } from '../../prisma/embedded/empty-database.ts';
import { type EmbeddedDatabase, openEmbedded } from '../../prisma/embedded/open-embedded.ts';
import { migrate } from '../../prisma/migrate.ts';
import { findDemo } from '../../prisma/seed/find-demo.ts';
import { type ServerReport, toldVariable } from '../../prisma/serve/told.ts';
import { checkRole } from '../../prisma/start/check-role.ts';
import { freePort } from '../support/program.ts';
import { measure, median } from './measure.ts';
import { processesBelow, watchMemory } from './memory.ts';
import { copyProject } from './project-copy.ts';
import { surroundings } from './report.ts';
import { writeBlock } from './results.ts';

const rounds = { nothingMade: 3, newData: 5, again: 9, parts: 5 };

/** One start, from `npm start` to its end. Times in milliseconds since the command. */
interface Start {
	upMs: number;
	/** What it said, and when. */
	lines: { at: number; text: string }[];
	/** Of the first answer and of the same again, in milliseconds each. */
	firstPageMs: number;
	nextPageMs: number;
	/** Resident, in MiB, before anybody asked for anything. */
	serverMemory: number;
	databaseMemory: number;
}

async function benchStart(folder: string, dataDir: string): Promise<Start> {
	const port = String(await freePort());
	const begun = performance.now();
	const child = spawn('npm', ['start'], {
		cwd: folder,
		env: { ...process.env, DATA_DIR: dataDir, PORT: port, DATABASE_URL: '', HOST: '', ORIGIN: '' },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const closed = new Promise((resolve) => child.once('close', resolve));
	const lines: Start['lines'] = [];
	try {
		await new Promise<void>((resolve, reject) => {
			child.stdout.setEncoding('utf8').on('data', (output: string) => {
				const at = performance.now() - begun;
				for (const text of output.split('\n')) if (text.trim() !== '') lines.push({ at, text });
				if (output.includes('Distribu runs at')) resolve();
			});
			child.once('close', () => reject(new Error('It ended before it was up')));
		});
		const upMs = performance.now() - begun;
		const pid = child.pid ?? 0;
		const serverMemory = watchMemory(processesBelow(pid, /serve\.mjs/))().before;
		const databaseMemory = watchMemory(processesBelow(pid, /database-process\.mjs/))().before;
		const page = `http://localhost:${port}/login`;
		const [firstPageMs, nextPageMs] = [await timeOf(page), await timeOf(page)];
		return { upMs, lines, firstPageMs, nextPageMs, serverMemory, databaseMemory };
	} finally {
		child.kill('SIGTERM');
		await closed;
	}
}

async function timeOf(address: string): Promise<number> {
	const begun = performance.now();
	await (await fetch(address)).text();
	return performance.now() - begun;
}

/** Loads the production server as a start does, until it asks for its environment, and ends it. */
async function loadServer(folder: string): Promise<void> {
	const child = spawn(process.execPath, [join(folder, 'prisma/serve/serve.mjs')], {
		cwd: folder,
		env: { ...process.env, NODE_ENV: 'production', ORIGIN: 'http://localhost:3000', [toldVariable]: '1' },
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	await new Promise<void>((resolve, reject) => {
		child.once('message', (report: ServerReport) => {
			if (report === 'loaded') resolve();
		});
		child.once('close', () => reject(new Error('The server ended before it was loaded')));
	});
	const closed = new Promise((resolve) => child.once('close', resolve));
	child.kill('SIGKILL');
	await closed;
}

/** The parts by themselves, each in turn with the others. */
async function benchParts(folder: string, dataDir: string): Promise<[string, number][]> {
	const empty = mkdtempSync(join(tmpdir(), 'bench-start-'));
	let made: EmbeddedDatabase | null = null;
	let open: EmbeddedDatabase | null = null;
	function opened(): EmbeddedDatabase {
		if (open === null) throw new Error('The database is not open');
		return open;
	}
	async function closeBoth(): Promise<void> {
		await made?.close();
		await open?.close();
		rmSync(join(empty, 'data'), { recursive: true, force: true });
	}
	try {
		const medians = await measure(
			[
				{ name: 'Node alone', run: () => spawnSync(process.execPath, ['-e', '0']) },
				{ name: 'Node with tsx', run: () => spawnSync(process.execPath, ['--import', 'tsx', '-e', '0']) },
				{ name: 'the server: its process, and loading the build', run: () => loadServer(folder) },
				{
					name: 'the database: its process, and opening what is there',
					run: async () => (open = await openEmbedded({ dataDir, address: null }))
				},
				{ name: 'looking for migrations', run: () => migrate(opened().url) },
				{ name: 'looking at the role', run: () => checkRole(opened().url) },
				{ name: 'looking for the demo', run: () => findDemo(opened().url) },
				{
					name: 'the database: its process, and making a new one from the kept one',
					run: async () => (made = await openEmbedded({ dataDir: join(empty, 'data'), address: null }))
				},
				{ name: 'all migrations', run: () => migrate(made?.url ?? '') },
				{
					name: 'the database: its process, and making a new one from nothing',
					prepare: async () => {
						await made?.close();
						rmSync(join(empty, 'data'), { recursive: true });
						rmSync(keptDatabase());
					},
					run: async () => (made = await openEmbedded({ dataDir: join(empty, 'data'), address: null }))
				},
				{ name: 'closing both', run: closeBoth }
			],
			rounds.parts,
			1
		);
		return [...medians].filter(([name]) => name !== 'closing both');
	} finally {
		rmSync(empty, { recursive: true, force: true });
	}
}

/** When a step began, and how long it took where it said so. */
function stepsOf({ lines, upMs }: Start): string {
	return lines
		.filter(({ at }) => at <= upMs)
		.flatMap(({ at, text }) => {
			const [, label, duration] = /^ {2}(.*): done in (.*)$/.exec(text) ?? [];
			if (label === undefined) return text.endsWith(' …') ? [`${seconds(at)} ${text.slice(0, -2)}`] : [];
			return [`${seconds(at)} done after ${duration}: ${label}`];
		})
		.map((line) => `- ${line.replace(/ in \S+\/(?=$| )/, '')}`)
		.join('\n');
}

function startLine(name: string, starts: Start[]): string {
	const times = starts.map(({ upMs }) => upMs);
	const [least, most] = [Math.min(...times), Math.max(...times)];
	return `| ${name} | ${starts.length} | ${seconds(median(times))} | ${seconds(least)} – ${seconds(most)} |`;
}

function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(2)} s`;
}

async function repeat(times: number, once: () => Promise<Start>): Promise<Start[]> {
	const starts: Start[] = [];
	while (starts.length < times) starts.push(await once());
	return starts;
}

const { folder, clear, remove } = copyProject();
const dataDir = join(folder, 'data');
try {
	const nothingMade = await repeat(rounds.nothingMade, () => {
		clear();
		return benchStart(folder, dataDir);
	});
	const newData = await repeat(rounds.newData, () => {
		rmSync(dataDir, { recursive: true });
		return benchStart(folder, dataDir);
	});
	const again = await repeat(rounds.again, () => benchStart(folder, dataDir));
	const parts = await benchParts(folder, dataDir);
	const [first] = nothingMade;
	if (first === undefined) throw new Error('There was no first start');
	const text = [
		`## Start, ${new Date().toISOString().slice(0, 10)}`,
		surroundings(['`npm start` on the embedded database, from the command to taking requests']),
		[
			'| start | rounds | median | least – most |',
			'| --- | --: | --: | --: |',
			startLine('first: packages are installed, nothing is generated, built or stored', nothingMade),
			startLine('first on a new data folder, with a build', newData),
			startLine('every other', again)
		].join('\n'),
		`Of a first start, with seconds since the command:\n\n${stepsOf(first)}`,
		[
			'| part, by itself | ms |',
			'| --- | --: |',
			...parts.map(([name, ms]) => `| ${name} | ${ms.toFixed(0)} |`)
		].join('\n'),
		[
			'| of a start as every other | median |',
			'| --- | --: |',
			`| first page (sign-in) | ${median(again.map(({ firstPageMs }) => firstPageMs)).toFixed(0)} ms |`,
			`| the same page again | ${median(again.map(({ nextPageMs }) => nextPageMs)).toFixed(0)} ms |`,
			`| resident memory of the server before the first request | ${median(again.map(({ serverMemory }) => serverMemory)).toFixed(0)} MiB |`,
			`| resident memory of the database before the first request | ${median(again.map(({ databaseMemory }) => databaseMemory)).toFixed(0)} MiB |`
		].join('\n')
	].join('\n\n');
	console.log(text);

	if (process.argv.includes('--write')) await writeBlock('start', 'npm run bench:start -- --write', text);
} finally {
	remove();
}
process.exit();
