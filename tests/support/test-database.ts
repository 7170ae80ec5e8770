/** The engines that the product runs on. */
export type EngineName = 'embedded' | 'postgresql';

/** A migrated, otherwise empty database that belongs to the tests. */
export interface TestDatabase {
	url: string;
	/** Ends it and removes its files. */
	stop(): Promise<void>;
}
