/** What the start command tells the database process when it starts it, as JSON in its arguments. */
export interface DatabaseProcessOptions {
	/** `DATA_DIR`; the default folder where undefined. */
	dataDir?: string | undefined;
	/** Where the application will answer, for the sentence that a second start shows. */
	address: string | null;
}

/** What the database process tells the one who started it. */
export type DatabaseProcessReport =
	/** The data folder is ours alone; the database is opened next. */
	| { kind: 'locked' }
	/** There is no database yet; making one takes some seconds. */
	| { kind: 'creating' }
	| { kind: 'ready'; url: string }
	/** Nothing was opened, and the sentence says why; afterwards the process ends. */
	| { kind: 'refused'; sentence: string };

/** What the one who started it tells the database process: there is one thing to say. */
export type DatabaseProcessCommand = 'stop';
