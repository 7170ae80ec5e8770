import type { FieldName } from '../customer/customer.ts';
import type { EmptyCells, Mapping, MappingReason } from '../import/mapping.ts';
import type { ReviewSummary } from '../import/worker-api.ts';
import type { ImportDraft, ImportDrafts } from './import-draft.ts';
import type { KeptRun, RunProgress } from './import-run.ts';
import type { OpenedFile } from './import-step.ts';
import type { AskWorker } from './review-questions.ts';
import type { PendingImport } from './run-batches.ts';
import type { LastFile } from './start-mapping.ts';

/** How far the import of a review has come. */
export interface Progress {
	run: KeptRun | null;
	pending: PendingImport | null;
}

/** A review as it is now. */
export interface ReviewState extends Progress {
	file: OpenedFile;
	mapping: Mapping;
	reasons: Record<FieldName, MappingReason>;
	emptyCells: EmptyCells;
	preview: ReviewSummary | null;
}

/**
 * What a review leaves to the file that replaces it, to the next worker, and to the next start of the page
 * (spec W4, I30).
 */
export class KeptReview {
	/** What the file before leaves to the next one. */
	last: LastFile | null = null;

	#ask: AskWorker;
	#drafts: ImportDrafts | null;
	/** That being kept, while the next file is read. */
	#keeping: Promise<void> | null = null;
	/** The draft of this page's review. */
	#draft: ImportDraft | null = null;

	constructor(ask: AskWorker, drafts: ImportDrafts | null) {
		this.#ask = ask;
		this.#drafts = drafts;
	}

	/**
	 * Keeps what the open file leaves to the next one; once, however many files come in a hurry.
	 *
	 * @param state null where no file is open
	 * @param isPresent whether that file is still the one that is open
	 */
	keepLast(state: ReviewState | null, isPresent: () => boolean): Promise<void> {
		this.#keeping ??= this.#exportLast(state, isPresent);
		return this.#keeping;
	}

	/** The next file is here, or none is to come: what it replaces is whatever is open from here on. */
	endKeeping(): void {
		this.#keeping = null;
	}

	/** Says of the file before that its run was given up (spec I30). */
	giveUpRun(run: RunProgress | null): void {
		if (this.last && run) this.last = { ...this.last, run };
	}

	/**
	 * Keeps a review for the next file, the next worker and the next start of the page.
	 *
	 * @param isPresent whether it is still the present one
	 */
	async save(state: ReviewState, isPresent: () => boolean): Promise<void> {
		const exported = await this.#ask((api) => api.exportFixes());
		if (exported.kind !== 'answer' || !isPresent()) return;
		const fixes = exported.value;
		this.#leave(state, fixes);
		const { file, options, handle } = state.file;
		const { mapping, emptyCells } = state;
		this.#draft = { file, options, handle, mapping, emptyCells, fixes, savedAt: 0 };
		await this.saveProgress(state);
	}

	/** Keeps how far an import has come; the rest of the review is as it was kept last. */
	async saveProgress({ run, pending }: Progress): Promise<void> {
		if (this.#draft === null) return;
		this.#draft = { ...this.#draft, run, pending, savedAt: Date.now() };
		await this.#drafts?.save(this.#draft);
	}

	/** Forgets everything: nothing is left to anybody. */
	forget(): void {
		this.last = this.#keeping = this.#draft = null;
		void this.#drafts?.clear();
	}

	async #exportLast(state: ReviewState | null, isPresent: () => boolean): Promise<void> {
		if (state === null) return;
		const fixes = await this.#ask((api) => api.exportFixes());
		// A cancel came first: nothing is left to anybody.
		if (isPresent()) this.#leave(state, fixes.kind === 'answer' ? fixes.value : null);
	}

	#leave({ file: { summary }, mapping, reasons, preview }: ReviewState, fixes: Blob | null): void {
		this.last = { summary, mapping, reasons, fixes, preview, run: null };
	}
}
