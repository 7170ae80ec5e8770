import type { AppliedImport, ApplyProblem } from '../import/apply.ts';
import type { FixRequest } from '../import/fix.ts';
import type { FileProblem, ReadOptions } from '../import/table.ts';
import type { AdoptedFixes, FileSummary, FirstRows, ReviewSummary } from '../import/worker-api.ts';
import type { DifferingRow } from './differing-rows.ts';
import type { RunProgress } from './import-run.ts';
import type { ServerFailure } from './import-server.ts';

/** A file that a person chose, dropped or pasted, and how it is to be read. */
export interface ChosenFile {
	file: File;
	options: ReadOptions;
	/** Where the browser can read the file again after it was saved; null where it cannot (spec W4). */
	handle: FileSystemFileHandle | null;
}

/** What the beginning of a file says, shown until all of its rows are here. */
export interface Beginning {
	file: File;
	first: FirstRows;
}

/** A file that was read. */
export interface OpenedFile extends ChosenFile {
	summary: FileSummary;
}

/** A preview: what an import would do, and the id under which it would be applied (spec A5). */
export interface Preview {
	importId: string;
	summary: ReviewSummary;
}

/** What the person's last deed did to the preview, to be told where it cannot be overlooked. */
export type ImportNews =
	/** Fixes were made or taken back. */
	| { kind: 'fixed'; request: FixRequest; before: ReviewSummary; after: ReviewSummary }
	/** Columns or switches changed. */
	| { kind: 'remapped'; before: ReviewSummary; after: ReviewSummary }
	/**
	 * Another file, or the same one once more, took the place of the one before. `run`: the run of that one, which
	 * was given up; what it imported stays (spec I30). `before` is the same as `after` where nothing was previewed.
	 */
	| {
			kind: 'replaced';
			before: ReviewSummary;
			after: ReviewSummary;
			adopted: AdoptedFixes | null;
			run: RunProgress | null;
	  }
	/** The file could not be read once more; nothing has changed. */
	| { kind: 'not-read' }
	/** A review of before a reload is back. */
	| { kind: 'restored'; savedAt: number };

/** The file may be fine, but its reader failed; trying again may help. */
export type ReadingProblem = FileProblem | { code: 'READER_FAILED' };

/** Where an import is. Each step has only its own data; file, mapping and last preview are the session's. */
export type ImportStep =
	| { kind: 'choose' }
	/** `part` is what has been read so far, 0 to 1. */
	| { kind: 'reading'; chosen: ChosenFile; part: number }
	| { kind: 'unreadable'; chosen: ChosenFile; problem: ReadingProblem }
	/** No column holds the addresses yet. */
	| { kind: 'mapping' }
	/** The mapping or a switch changed; the new preview is milliseconds away. */
	| { kind: 'planning' }
	/** The server is asked which of the file's customers exist: of `of` addresses, `done` are answered. */
	| { kind: 'looking-up'; done: number; of: number }
	| { kind: 'lookup-failed'; failure: ServerFailure }
	| { kind: 'review'; preview: Preview }
	| { kind: 'applying'; rows: number; since: number }
	/** The answer was lost; the server is asked what happened. */
	| { kind: 'settling'; since: number }
	/**
	 * A file that takes several imports is at work on one of them (spec I30). `settling`: an answer was lost, the
	 * server is asked what happened. `waiting`: the server is busy or away, and is tried again in a moment.
	 * `isPausing`: it stops after the present import. `since`: when it began or went on.
	 */
	| { kind: 'running'; run: RunProgress; part: RunPart; isPausing: boolean; since: number }
	/** The server refused; nothing was written, but what a run imported before. */
	| { kind: 'refused'; problem: ApplyProblem; differing: DifferingRow[] }
	/**
	 * `written`: whether the import, or the one at which a run stopped, is known not to have been written, or may have
	 * been. Trying again is safe.
	 */
	| { kind: 'failed'; failure: ServerFailure; written: 'no' | 'unknown' }
	/** `afterLostAnswer`: the answer was lost, or the page was loaded anew before it came. */
	| { kind: 'done'; fileName: string; result: AppliedImport; afterLostAnswer: boolean }
	/** All of a large file is imported; `unchanged` of its rows needed no change and were not sent. */
	| { kind: 'run-done'; fileName: string; run: RunProgress; unchanged: number };

/** What a run is doing. */
export type RunPart = 'sending' | 'settling' | 'waiting';
