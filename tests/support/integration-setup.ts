import type { TestProject } from 'vitest/node';
import { startEmbedded } from './embedded.ts';
import { startPostgres } from './postgres.ts';
import type { EngineName } from './test-database.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The databases of this run, migrated, shared by all files. */
		databases: { name: EngineName; url: string }[];
		/** Why PostgreSQL is not among them; null where it is. */
		postgresSkipReason: string | null;
	}
}

/** Starts both engines once for all integration tests, tells the tests where, and stops them at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const embedded = await startEmbedded();
	const postgres = await startPostgres();
	const databases = [{ name: 'embedded' as const, url: embedded.url }];
	const isMissing = postgres.kind === 'missing';
	if (isMissing) process.stdout.write(`\nSkipped on PostgreSQL: ${postgres.reason}\n\n`);
	project.provide(
		'databases',
		isMissing ? databases : [...databases, { name: 'postgresql', url: postgres.database.url }]
	);
	project.provide('postgresSkipReason', isMissing ? postgres.reason : null);
	return async () => {
		await embedded.stop();
		if (!isMissing) await postgres.database.stop();
	};
}
