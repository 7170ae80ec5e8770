import type { EarlierImport } from '../import/earlier-import.ts';
import type { RememberedMapping } from '../import/columns/remember-mapping.ts';
import type { ImportLimits } from '../import/limits.ts';
import type { ImportDrafts } from './import-draft.ts';
import type { ImportServer } from './import-server.ts';
import type { ImportWorker } from './import-worker.ts';

/** What an import session is made of. */
export interface SessionParts {
	limits: ImportLimits;
	server?: ImportServer;
	worker?: ImportWorker;
	/** Where the review is kept for the next start of the page; nowhere, if left out. */
	drafts?: ImportDrafts;
	/** The mappings of earlier imports (spec M9); none, if left out. */
	remembered?: readonly RememberedMapping[];
	/** The files that were imported before (spec H3); none, if left out. */
	earlier?: readonly EarlierImport[];
	/** How long a change of the email column waits for the next one before customers are looked up. */
	lookupDelayMs?: number;
	/** When to ask what became of an import whose answer was lost: an import may still be at work. */
	settleDelaysMs?: readonly number[];
	/** When a lookup is tried again, for which the server was busy or away. */
	lookupRetryDelaysMs?: readonly number[];
	/** When a batch is tried again, for which the server was busy or away. */
	retryDelaysMs?: readonly number[];
}
