import type { EmptyCells, Mapping } from '../import/mapping.ts';
import type { ReadOptions } from '../import/table.ts';
import type { KeptRun } from './import-run.ts';
import type { PendingImport } from './run-batches.ts';

/** A review as it is kept for the next start of the page (spec W4). */
export interface ImportDraft {
	file: File;
	options: ReadOptions;
	handle: FileSystemFileHandle | null;
	mapping: Mapping;
	emptyCells: EmptyCells;
	/** As the worker exported them. */
	fixes: Blob;
	/** How far it was imported, of a file that takes several imports (spec I30). */
	run?: KeptRun | null;
	/** The import that was sent last, where it is not known what came of it. */
	pending?: PendingImport | null;
	/** Milliseconds since 1970, UTC. */
	savedAt: number;
}

/** A draft of the person that no other open page is at work on. */
export type FoundDraft =
	/** This tab made it, before it was loaded anew. */
	| { from: 'this-tab'; draft: ImportDraft }
	/** A tab that is gone made it: the person decides. */
	| {
			from: 'earlier-visit';
			draft: ImportDraft;
			/** Makes it this tab's draft: from here on `save` and `clear` are about it. */
			take: () => void;
			/** Forgets it. */
			discard: () => Promise<void>;
	  };

/** Where drafts are kept. No function rejects: without storage the review goes on, and is lost with the page. */
export interface ImportDrafts {
	/** Keeps the draft in place of the last one. */
	save: (draft: ImportDraft) => Promise<void>;
	/** The draft of this tab, or else the last one of this person that an earlier visit left. */
	find: () => Promise<FoundDraft | null>;
	/** Forgets the draft of this tab. */
	clear: () => Promise<void>;
}
