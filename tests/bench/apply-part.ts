import pg from 'pg';
import { startEmbedded } from '../support/embedded.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { benchApply } from './apply.ts';
import type { Goal } from './goal.ts';
import { type Section, sectionTable } from './report.ts';
import type { Part, PartResult } from './run-parts.ts';
import { benchUndo } from './undo.ts';

const rows = 5000;
const sizes = ['lean', 'full'] as const;

/** Apply and undo of 5,000 rows beside their bare statements, on each engine. */
export const applyPart: Part = {
	name: 'apply',
	title: 'Apply and undo',
	command: 'npm run bench -- apply',
	run: benchEngines
};

async function benchEngines(): Promise<PartResult> {
	const goals: Goal[] = [];
	const sections: Section[] = [];
	async function benchEngine(name: string, database: TestDatabase): Promise<void> {
		for (const size of sizes) {
			const applied = await benchApply(`${name}, ${size}`, database.url, rows, size);
			goals.push(...applied.goals);
			sections.push(...applied.sections, ...(await benchUndo(`${name}, ${size}`, database.url, rows, size)));
		}
	}
	const embedded = await startEmbedded();
	const surroundings = [
		`Embedded: PostgreSQL ${await versionOf(embedded)} as PGlite, in a process of its own, through a socket`
	];
	try {
		await benchEngine('the embedded engine', embedded);
	} finally {
		await embedded.stop();
	}
	const postgres = await startPostgres();
	if (postgres.kind === 'started') {
		const version = await versionOf(postgres.database);
		surroundings.push(`PostgreSQL ${version}, on the same machine, through a socket, with fsync off`);
		try {
			await benchEngine('PostgreSQL', postgres.database);
		} finally {
			await postgres.database.stop();
		}
	} else surroundings.push(`No PostgreSQL: ${postgres.reason}`);
	return { goals, sections: sections.map(sectionTable), surroundings };
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
