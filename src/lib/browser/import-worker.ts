import { type Remote, proxy, wrap } from 'comlink';
import type { ImportLimits } from '../import/limits.ts';
import type { ReadOptions } from '../import/table.ts';
import type { ImportWorkerApi, OpenResult, ReadingListener } from '../import/worker-api.ts';

/**
 * What came of a question to the worker. `ended`: another file or a cancel came first, and nothing of the
 * old file is to be shown. `crashed`: the worker is gone; the next `open` starts a fresh one.
 */
export type WorkerAnswer<T> = { kind: 'answer'; value: T } | { kind: 'ended' } | { kind: 'crashed' };

/** The one owner of the import worker's life: no other code starts, asks or ends it. */
export interface ImportWorker {
	/** Starts a worker ahead of need and runs its code once, so that the first file is not kept waiting. */
	warm: () => void;
	/** Reads a file in a worker that has seen no other file. All that was under way before ends for certain. */
	open: (
		file: Blob,
		options: ReadOptions,
		limits: ImportLimits,
		listener: ReadingListener
	) => Promise<WorkerAnswer<OpenResult>>;
	/** Asks about the open file. Never rejects. */
	ask: <T>(question: (api: Remote<ImportWorkerApi>) => Promise<T>) => Promise<WorkerAnswer<T>>;
	/** Ends the worker and everything it holds. */
	end: () => void;
}

interface Running {
	worker: Worker;
	api: Remote<ImportWorkerApi>;
	/** Whether it was given a file; a worker is given one only. */
	used: boolean;
	gone: Promise<{ kind: 'ended' | 'crashed' }>;
	leave: (kind: 'ended' | 'crashed') => void;
}

/**
 * An owner of import workers.
 *
 * @param startWorker for tests: where the worker comes from
 */
export function createImportWorker(startWorker: () => Worker = startImportWorker): ImportWorker {
	let current: Running | null = null;
	/** How the last worker went: one may crash while nobody asks it anything. */
	let gone: 'ended' | 'crashed' = 'ended';

	function start(): Running {
		const worker = startWorker();
		const { promise, resolve } = withResolvers<{ kind: 'ended' | 'crashed' }>();
		const running: Running = {
			worker,
			api: wrap<ImportWorkerApi>(worker),
			used: false,
			gone: promise,
			leave(kind) {
				worker.terminate();
				if (current === running) {
					current = null;
					gone = kind;
				}
				resolve({ kind });
			}
		};
		worker.addEventListener('error', () => running.leave('crashed'));
		worker.addEventListener('messageerror', () => running.leave('crashed'));
		current = running;
		return running;
	}

	async function askOf<T>(
		running: Running,
		question: (api: Remote<ImportWorkerApi>) => Promise<T>
	): Promise<WorkerAnswer<T>> {
		const answer = question(running.api).then(
			(value): WorkerAnswer<T> => ({ kind: 'answer', value }),
			(): WorkerAnswer<T> => {
				// An exception in the worker is a mistake of ours; what it holds can no longer be trusted.
				running.leave('crashed');
				return { kind: 'crashed' };
			}
		);
		const first = await Promise.race([answer, running.gone]);
		// An answer may have been on its way when its worker was ended.
		return first.kind === 'answer' && running !== current ? running.gone : first;
	}

	return {
		warm() {
			if (current === null) void askOf(start(), (api) => api.warmUp());
		},
		open(file, options, limits, listener) {
			if (current?.used) current.leave('ended');
			const running = current ?? start();
			running.used = true;
			const present = proxy<ReadingListener>({
				onProgress: (part) => running === current && listener.onProgress(part),
				onFirstRows: (first) => running === current && listener.onFirstRows(first)
			});
			return askOf(running, async (api) => await api.open(file, options, limits, present));
		},
		async ask(question) {
			return current?.used ? askOf(current, question) : { kind: gone };
		},
		end() {
			current?.leave('ended');
			gone = 'ended';
		}
	};
}

function startImportWorker(): Worker {
	return new Worker(new URL('../../../workers/import.worker.ts', import.meta.url), { type: 'module' });
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
	let resolve: (value: T) => void = () => undefined;
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return { promise, resolve };
}
