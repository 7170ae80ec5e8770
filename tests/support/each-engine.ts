import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import { closeOwnerDatabase, openOwnerDatabase } from './owner-database.ts';
import type { EngineName } from './test-database.ts';

/** One of the databases that a suite runs on. */
export interface Engine {
	name: EngineName;
	url: string;
}

/**
 * Runs a suite on the embedded database and on PostgreSQL, with the application's `database()` and
 * `ownerDatabase()` pointed at each. Both are shared by all suites: work in companies of your own. Without PostgreSQL one skipped test
 * says why, and with `REQUIRE_POSTGRES=1` it fails.
 */
export function describeEachEngine(name: string, suite: (engine: Engine) => void): void {
	describeOn(inject('databases'), name, suite);
}

/** The same on PostgreSQL alone, for what needs more than the one database or the one transaction of the embedded engine. */
export function describePostgres(name: string, suite: (engine: Engine) => void): void {
	describeOn(
		inject('databases').filter((engine) => engine.name === 'postgresql'),
		name,
		suite
	);
}

function describeOn(engines: readonly Engine[], name: string, suite: (engine: Engine) => void): void {
	for (const engine of engines) {
		describe(`${name}, on ${engine.name}`, () => {
			beforeAll(async () => {
				await setDatabaseUrl(engine.url);
				await openOwnerDatabase(engine.url);
			});
			afterAll(async () => {
				await disconnectDatabase();
				await closeOwnerDatabase();
			});
			suite(engine);
		});
	}

	const reason = inject('postgresSkipReason');
	if (reason === null) return;
	describe(`${name}, on postgresql`, () => {
		it.skipIf(process.env.REQUIRE_POSTGRES !== '1')(`needs PostgreSQL: ${reason}`, () => {
			expect.fail(reason);
		});
	});
}
