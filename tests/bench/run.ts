/**
 * `npm run bench`: times the import's steps on 5,000 rows and prints each beside its floor. `--write` puts the
 * result into README.md beside this file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { format } from 'prettier';
import { startEmbedded } from '../support/embedded.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { benchApply } from './apply.ts';
import { benchCore } from './core.ts';
import { type Section, sectionTable, surroundings } from './report.ts';
import { benchUndo } from './undo.ts';

const rows = 5000;
const sizes = ['lean', 'full'] as const;
const readme = new URL('./README.md', import.meta.url);
const resultStart = '<!-- result: written by npm run bench -- --write -->';

const parts: string[] = [];

function say(text: string): void {
	console.log(`${text}\n`);
	parts.push(text);
}

async function benchEngine(name: string, database: TestDatabase): Promise<void> {
	try {
		for (const size of sizes) {
			const sections: Section[] = await benchApply(`${name}, ${size}`, database.url, rows, size);
			sections.push(...(await benchUndo(`${name}, ${size}`, database.url, rows, size)));
			for (const section of sections) say(sectionTable(section));
		}
	} finally {
		await database.stop();
	}
}

async function versionOf(database: TestDatabase): Promise<string> {
	const client = new pg.Client({ connectionString: database.url });
	await client.connect();
	const { rows: found } = await client.query<{ version: string }>(
		`SELECT current_setting('server_version') AS version`
	);
	await client.end();
	return found[0]?.version ?? 'of unknown version';
}

const embedded = await startEmbedded();
const postgres = await startPostgres();
const engines = [
	`Embedded: PostgreSQL ${await versionOf(embedded)} as PGlite, in a process of its own, through a socket`,
	postgres.kind === 'started'
		? `PostgreSQL ${await versionOf(postgres.database)}, on the same machine, through a socket, with fsync off`
		: `No PostgreSQL: ${postgres.reason}`
];
say(`## ${new Date().toISOString().slice(0, 10)}`);
say(surroundings(engines));
for (const size of sizes) say(sectionTable(await benchCore(rows, size)));
await benchEngine('the embedded engine', embedded);
if (postgres.kind === 'started') await benchEngine('PostgreSQL', postgres.database);

if (process.argv.includes('--write')) {
	const [explanation = ''] = readFileSync(readme, 'utf8').split(resultStart);
	const text = `${explanation}${resultStart}\n\n${parts.join('\n\n')}\n`;
	writeFileSync(readme, await format(text, { parser: 'markdown' }));
}
