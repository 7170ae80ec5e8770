import type { EngineName } from '../../support/test-database.ts';

/** A database of its own that an experiment may break in every way; what it acknowledged must survive. */
export interface FaultDatabase {
	engine: EngineName;
	/** Of the owner of all tables, who sees every company; the same after every start. The application gets it too. */
	url: string;
	/** Where its files are. */
	folder: string;
	/** All processes that it has now: none after a kill. */
	pids(): number[];
	/** Ends it at once, as a power switch would end its processes (SIGKILL). Resolves when all of them are gone. */
	kill(): Promise<void>;
	/** Ends it the way an administrator does. */
	end(): Promise<void>;
	/** Starts it again on the same folder; resolves when it answers. */
	start(): Promise<void>;
	/** Ends it in whatever state it is, and removes its files. */
	remove(): Promise<void>;
}

/** A started database, or the reason why there can be none, as a sentence. */
export type FaultDatabaseResult =
	{ kind: 'started'; database: FaultDatabase } | { kind: 'missing'; reason: string };
