import type { EngineName } from '../../support/test-database.ts';
import type { FaultDatabaseResult } from './database.ts';
import { startFaultEmbedded } from './embedded-database.ts';
import { startFaultPostgres } from './postgres-database.ts';

/** Starts a database of this engine for one experiment. */
export async function startFaultDatabase(engine: EngineName): Promise<FaultDatabaseResult> {
	if (engine === 'postgresql') return await startFaultPostgres();
	return { kind: 'started', database: await startFaultEmbedded() };
}
