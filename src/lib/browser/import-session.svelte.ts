import type { FieldName } from '../customer/customer.ts';
import { assignColumn } from '../import/columns/assign-column.ts';
import type { AppliedImport } from '../import/apply.ts';
import type { EarlierImport } from '../import/earlier-import.ts';
import type { FixRequest } from '../import/fix.ts';
import type { ImportLimits } from '../import/limits.ts';
import {
	type EmptyCells,
	type Mapping,
	type MappingReason,
	type MappingSuggestion,
	clearEmptyCells,
	noMapping
} from '../import/mapping.ts';
import type { ReadOptions } from '../import/table.ts';
import type {
	AdoptedFixes,
	CheckedSummary,
	FileSummary,
	FirstRows,
	ReviewSummary
} from '../import/worker-api.ts';
import { ImportApplier } from './import-applier.ts';
import type { ImportDraft } from './import-draft.ts';
import { importObstacle } from './import-obstacle.ts';
import type { RunProgress } from './import-run.ts';
import { type ImportServer, createImportServer } from './import-server.ts';
import type {
	Beginning,
	ChosenFile,
	ImportNews,
	ImportStep,
	OpenedFile,
	Preview,
	ReadingProblem
} from './import-step.ts';
import { type ImportWorker, type WorkerAnswer, createImportWorker } from './import-worker.ts';
import { KeptReview, type ReviewState } from './kept-review.ts';
import { KnownImports } from './known-imports.svelte.ts';
import { lookUpCustomers } from './look-up-customers.ts';
import { lookupRetryDelaysMs } from '../wire/patience.ts';
import { detectedReasons } from './mapping-reasons.ts';
import { newImportId } from '../wire/new-import-id.ts';
import { readHandle } from './file-handles.ts';
import { type AskWorker, type ReviewQuestions, reviewQuestions } from './review-questions.ts';
import { ReviewRows } from './review-rows.svelte.ts';
import { retryDelaysMs } from './run-batches.ts';
import type { SessionParts } from './session-parts.ts';
import { settleDelaysMs } from './settle-import.ts';
import { type StartMapping, startMapping } from './start-mapping.ts';

/** A column that was taken from one field and given to another. */
export interface MovedColumn {
	column: number;
	from: FieldName;
	to: FieldName;
}

/**
 * One import, from the choice of a file to its result (spec 3.1-3.7). Screens show `step` and the data beside
 * it, and call the methods; every method may be called at any time and does nothing where it makes no sense.
 *
 * Whatever takes time belongs to a turn. Everything the person does that makes its answer worthless begins
 * another turn, and an answer that comes in a later turn than its question is dropped.
 */
export class ImportSession {
	readonly limits: ImportLimits;
	readonly rows: ReviewRows;
	readonly ask: ReviewQuestions;
	step = $state.raw<ImportStep>({ kind: 'choose' });
	file = $state.raw<OpenedFile | null>(null);
	/** Of a file that takes a while, until its preview is here. */
	beginning = $state.raw<Beginning | null>(null);
	/** What is known of a file's rows while comparing them takes several lookups; then `rows` has them. */
	checked = $state.raw<CheckedSummary | null>(null);
	mapping = $state.raw<Mapping>(noMapping);
	emptyCells = $state.raw<EmptyCells>(clearEmptyCells);
	/** The last preview of the file; an old one while a new one is made. */
	preview = $state.raw<Preview | null>(null);
	moved = $state.raw<MovedColumn | null>(null);
	/** Why each field has the column it has. */
	reasons = $state.raw<Record<FieldName, MappingReason>>(detectedReasons(noMapping));
	/** When the mapping was last imported with, ISO 8601 in UTC, while it is a remembered one (spec M9). */
	recalledFrom = $state.raw<string | null>(null);
	/** How far the file has come, once it takes several imports and was begun (spec I30); stopped or at work. */
	run = $state.raw<RunProgress | null>(null);
	/** What the last deed did to the preview. */
	news = $state.raw<ImportNews | null>(null);

	#server: ImportServer;
	#worker: ImportWorker;
	#askWorker: AskWorker;
	#kept: KeptReview;
	#known: KnownImports;
	#lookupDelayMs: number;
	#lookupRetryDelaysMs: readonly number[];
	#applier: ImportApplier;
	/** Aborted when the turn ends. */
	#turn = new AbortController();
	/** Whether the plan's usage is known; addresses that are not looked up yet are the worker's to tell. */
	#hasUsage = false;

	constructor(parts: SessionParts) {
		this.limits = parts.limits;
		this.#server = parts.server ?? createImportServer();
		this.#worker = parts.worker ?? createImportWorker();
		this.#lookupDelayMs = parts.lookupDelayMs ?? 300;
		this.#lookupRetryDelaysMs = parts.lookupRetryDelaysMs ?? lookupRetryDelaysMs;
		this.#known = new KnownImports(parts.earlier, parts.remembered);
		this.#askWorker = (question) => this.#worker.ask(question);
		this.#kept = new KeptReview(this.#askWorker, parts.drafts ?? null);
		this.rows = new ReviewRows(this.#askWorker);
		this.ask = reviewQuestions(this.#askWorker);
		this.#applier = new ImportApplier({
			review: this,
			server: this.#server,
			ask: this.#askWorker,
			settleDelaysMs: parts.settleDelaysMs ?? settleDelaysMs,
			retryDelaysMs: parts.retryDelaysMs ?? retryDelaysMs,
			begin: () => this.#begin(),
			isAnswered: (answer, turn) => this.#isAnswered(answer, turn),
			plan: async ({ endsRun, usage }) => {
				if (usage === 'ask') this.#hasUsage = false;
				await this.#plan({ endsRun });
			},
			save: (turn) => this.#keepReview(turn),
			saveProgress: (progress) => this.#kept.saveProgress(progress),
			close: (last) => this.#close(last)
		});
	}

	/** The files that were imported before, and in this page (spec H3). */
	get earlier(): readonly EarlierImport[] {
		return this.#known.earlier;
	}

	/** Whether an import may be under way on the server. */
	get isApplying(): boolean {
		return ['applying', 'settling', 'running'].includes(this.step.kind);
	}

	/** Whether there is a file whose mapping and switches can be changed now. */
	get canChange(): boolean {
		return this.file !== null && this.step.kind !== 'reading' && !this.isApplying;
	}

	/** Why Import cannot be pressed now, if it cannot (spec W4, W7). */
	get obstacle(): ReturnType<typeof importObstacle> {
		return importObstacle(this.step, this.preview);
	}

	/** Gets ready for the first file. */
	warm(): void {
		this.#worker.warm();
	}

	/** Ends everything; for when the screen goes away. */
	dispose(): void {
		this.#begin();
		this.#worker.end();
	}

	/**
	 * Reads a file, in place of the one that is open; its mapping is kept for columns of the same names, and its
	 * fixes where they still fit (spec W4).
	 */
	async openFile(
		file: File,
		options: ReadOptions = {},
		handle: FileSystemFileHandle | null = null
	): Promise<void> {
		await this.#open({ file, options, handle }, null);
	}

	async #open(chosen: ChosenFile, draft: ImportDraft | null): Promise<void> {
		const { file, options } = chosen;
		if (this.isApplying) return;
		const isSameFile = this.file?.file === file;
		const turn = this.#begin();
		const open = this.file;
		const last = this.#kept.keepLast(this.#state(), () => this.file === open);
		this.step = { kind: 'reading', chosen, part: 0 };
		this.beginning = this.checked = null;
		await last;
		if (turn.aborted) return;
		this.#kept.giveUpRun(this.run);
		this.#knowAgain(this.run?.done.at(-1) ?? null);
		this.#applier.forget();
		if (!isSameFile) this.#forgetFile();
		const { maxBytes } = this.limits.file;
		if (file.size > maxBytes) {
			this.#worker.end();
			this.#refuseFile(chosen, { code: 'FILE_TOO_LARGE', bytes: file.size, maxBytes });
			return;
		}
		const answer = await this.#worker.open(file, options, this.limits, {
			onProgress: (part) => {
				if (!turn.aborted) this.step = { kind: 'reading', chosen, part };
			},
			onFirstRows: (first) => {
				if (!turn.aborted) this.#showBeginning(file, first, draft);
			}
		});
		if (turn.aborted) return;
		if (answer.kind !== 'answer') this.#refuseFile(chosen, { code: 'READER_FAILED' });
		else if (answer.value.kind === 'unreadable') this.#refuseFile(chosen, answer.value.problem);
		else await this.#useFile(chosen, answer.value.file, draft);
	}

	/** Brings back a review of before a reload (spec W4). */
	async restore(draft: ImportDraft): Promise<void> {
		if (this.step.kind !== 'choose') return;
		const { file, options, handle } = draft;
		await this.#open({ file, options, handle }, draft);
	}

	/**
	 * Reads the file once more from where it was chosen, after it was saved in another program (spec W4).
	 *
	 * @returns whether it could be read; where not, nothing has changed but the news
	 */
	async reload(): Promise<boolean> {
		const { file } = this;
		if (file === null || file.handle === null || !this.canChange) return false;
		const turn = this.#turn.signal;
		const again = await readHandle(file.handle);
		// The browser may have asked the person, who did something else meanwhile.
		if (turn.aborted) return again !== null;
		if (again === null) this.news = { kind: 'not-read' };
		else await this.openFile(again, file.options, file.handle);
		return again !== null;
	}

	/** Reads the file again in another way: encoding, delimiter, first row (spec P2, I5). */
	async readAgain(options: ReadOptions): Promise<void> {
		const { step } = this;
		const chosen = step.kind === 'reading' || step.kind === 'unreadable' ? step.chosen : this.file;
		if (chosen) await this.openFile(chosen.file, { ...chosen.options, ...options }, chosen.handle);
	}

	/** Reads the file again with everything detected, after a choice that made it unreadable. */
	async readAsDetected(): Promise<void> {
		if (this.step.kind !== 'unreadable') return;
		const { file, handle } = this.step.chosen;
		await this.openFile(file, {}, handle);
	}

	/** Goes back to the choice of a file. Nothing was imported, but what a run imported before. */
	cancel(): void {
		if (this.isApplying) return;
		this.#begin();
		this.#worker.end();
		this.#forgetFile();
		this.#kept.forget();
		this.emptyCells = clearEmptyCells;
		this.step = { kind: 'choose' };
		this.#worker.warm();
	}

	/** Reads a field from another column, or from none (spec M7). */
	async mapField(field: FieldName, column: number | null, reason: MappingReason = 'chosen'): Promise<void> {
		const { mapping, takenFrom } = assignColumn(this.mapping, field, column);
		const moved = takenFrom !== null && column !== null ? { column, from: takenFrom, to: field } : null;
		const reasons = { ...this.reasons, [field]: column === null ? 'none' : reason };
		if (takenFrom !== null) reasons[takenFrom] = 'none';
		await this.#remap(mapping, reasons, moved);
	}

	/** Maps a field as the headers or values suggest (spec M6). */
	async acceptSuggestion({ field, column }: MappingSuggestion): Promise<void> {
		await this.mapField(field, column, 'suggested');
	}

	/** Goes back to the mapping that the headers propose. */
	async resetMapping(): Promise<void> {
		if (this.file === null) return;
		const { mapping } = this.file.summary;
		await this.#remap(mapping, detectedReasons(mapping), null);
	}

	/** Says what an empty cell of a field does to a customer (spec S3). */
	async setEmptyCells(field: FieldName, effect: 'clear' | 'keep'): Promise<void> {
		if (!this.canChange) return;
		this.emptyCells = { ...this.emptyCells, [field]: effect };
		await this.#plan({ news: (before, after) => ({ kind: 'remapped', before, after }) });
	}

	/** Fixes cells, leaves rows out, or takes that back (spec W4), and makes the new preview. */
	async fix(request: FixRequest): Promise<void> {
		if (!this.canChange || this.preview === null) return;
		const turn = this.#begin();
		const fixed = await this.#worker.ask((api) => api.fix(request));
		if (!this.#isAnswered(fixed, turn)) return;
		await this.#plan({ news: (before, after) => ({ kind: 'fixed', request, before, after }) });
	}

	/**
	 * Looks the customers up anew and makes a new preview with a new import id (spec A3, W6); of a run, what is left.
	 * After a lookup that failed, it goes on where that stopped.
	 */
	async reviewAgain(): Promise<void> {
		if (!this.canChange) return;
		const goesOn = this.step.kind === 'lookup-failed';
		const turn = this.#begin();
		if (!(await this.#applier.settleFirst(turn))) return;
		this.#hasUsage = false;
		if (!goesOn) await this.#worker.ask((api) => api.forgetExisting());
		if (!turn.aborted) await this.#plan({ endsRun: true });
	}

	/**
	 * Imports what the preview shows, once, however often it is called (spec A5). After a failure it tries again. A
	 * file that takes several imports begins its run, or goes on with it (spec I30).
	 */
	async apply(): Promise<void> {
		await this.#applier.apply();
	}

	/** Stops a run after the import that is under way; `apply` goes on (spec I30). */
	pause(): void {
		this.#applier.pause();
	}

	/** Asks again what became of an import whose answer was lost, where that is not known yet. A run then goes on. */
	async settleAgain(): Promise<void> {
		await this.#applier.settleAgain();
	}

	/** Begins another turn. */
	#begin(): AbortSignal {
		this.#turn.abort();
		this.#turn = new AbortController();
		return this.#turn.signal;
	}

	/** The review as it is kept; null without a file. */
	#state(): ReviewState | null {
		const { file, mapping, reasons, emptyCells } = this;
		if (file === null) return null;
		const preview = this.preview?.summary ?? null;
		return { file, mapping, reasons, emptyCells, preview, ...this.#applier.progress };
	}

	#forgetFile(): void {
		this.#knowAgain(this.run?.done.at(-1) ?? null);
		this.file = null;
		this.beginning = this.checked = null;
		this.preview = null;
		this.moved = null;
		this.recalledFrom = null;
		this.news = null;
		this.#hasUsage = false;
		this.#applier.forget();
		this.rows.clear();
	}

	#refuseFile({ file, options, handle }: ChosenFile, problem: ReadingProblem): void {
		this.#begin();
		this.#kept.endKeeping();
		this.#kept.giveUpRun(this.run);
		this.#forgetFile();
		this.step = { kind: 'unreadable', chosen: { file, options, handle }, problem };
	}

	async #useFile(chosen: ChosenFile, summary: FileSummary, draft: ImportDraft | null): Promise<void> {
		const turn = this.#turn.signal;
		const { last } = this.#kept;
		this.file = { ...chosen, summary };
		this.#startWith(startMapping(summary, draft, last, this.#known.remembered));
		if (draft) this.emptyCells = draft.emptyCells;
		this.#kept.endKeeping();
		this.#hasUsage = false;
		const adopted = await this.#adoptFixes(draft?.fixes ?? last?.fixes ?? null);
		if (turn.aborted || (draft && !(await this.#applier.takeUp(draft, turn)))) return;
		await this.#plan({
			endsRun: true,
			news: (_, after) => {
				if (draft) return { kind: 'restored', savedAt: draft.savedAt };
				const { preview = null, run = null } = last ?? {};
				return preview || run ? { kind: 'replaced', before: preview ?? after, after, adopted, run } : null;
			}
		});
	}

	/** Shows what the beginning of a file says; a file that is read once more is on the screen already. */
	#showBeginning(file: File, first: FirstRows, draft: ImportDraft | null): void {
		if (this.file !== null) return;
		this.beginning = { file, first };
		this.#startWith(startMapping(first, draft, this.#kept.last, this.#known.remembered));
	}

	#startWith({ mapping, reasons, recalledFrom }: StartMapping): void {
		this.moved = null;
		this.mapping = mapping;
		this.reasons = reasons;
		this.recalledFrom = recalledFrom;
	}

	async #adoptFixes(fixes: Blob | null): Promise<AdoptedFixes | null> {
		if (fixes === null) return null;
		const answer = await this.#worker.ask((api) => api.adoptFixes(fixes));
		return answer.kind === 'answer' ? answer.value : null;
	}

	async #remap(
		mapping: Mapping,
		reasons: Record<FieldName, MappingReason>,
		moved: MovedColumn | null
	): Promise<void> {
		if (this.file === null || !this.canChange) return;
		this.mapping = mapping;
		this.reasons = reasons;
		this.moved = moved;
		this.recalledFrom = null;
		await this.#plan({
			lookupDelayMs: this.#lookupDelayMs,
			news: (before, after) => ({ kind: 'remapped', before, after })
		});
	}

	/** Makes a preview with the mapping, fixes and switches as they are; looks up only addresses that are new. */
	async #plan({ lookupDelayMs = 0, endsRun = false, news }: PlanReason = {}): Promise<void> {
		const turn = this.#begin();
		const { mapping, emptyCells, preview: before } = this;
		this.#applier.planAnew();
		if (mapping.email === null) {
			this.beginning = this.checked = null;
			this.preview = null;
			this.news = null;
			this.rows.clear();
			this.step = { kind: 'mapping' };
			await this.#keepReview(turn);
			return;
		}
		this.step = { kind: 'planning' };
		const mapped = await this.#worker.ask((api) => api.map(mapping));
		if (!this.#isAnswered(mapped, turn)) return;
		const { toLookUp } = mapped.value;
		if (toLookUp > 0 || !this.#hasUsage) {
			this.step = { kind: 'looking-up', done: 0, of: toLookUp };
			if (lookupDelayMs > 0) await wait(lookupDelayMs);
			if (turn.aborted) return;
			const lookingUp = this.#lookUp(toLookUp, turn);
			if (before === null && toLookUp > this.limits.maxRows) await this.#showChecked(turn);
			if (!(await lookingUp)) return;
		}
		const reviewed = await this.#worker.ask((api) => api.review(emptyCells));
		if (!this.#isAnswered(reviewed, turn)) return;
		const summary = reviewed.value;
		if (endsRun && this.#applier.endRun(summary)) return;
		// First, so that the list is made once, with its rows, and not with places for them before.
		await this.rows.reset(summary);
		if (turn.aborted) return;
		this.#show(summary);
		this.news = news?.(before?.summary ?? summary, summary) ?? null;
		await this.#keepReview(turn);
	}

	/** Shows what is known of the rows while the server is asked for their customers. */
	async #showChecked(turn: AbortSignal): Promise<void> {
		const checked = await this.#worker.ask((api) => api.check());
		if (!this.#isAnswered(checked, turn)) return;
		await this.rows.begin();
		if (turn.aborted || this.step.kind !== 'looking-up') return;
		this.beginning = null;
		this.checked = checked.value;
	}

	#show(summary: ReviewSummary): void {
		this.beginning = this.checked = null;
		this.#applier.takeRest(summary.batches);
		this.preview = { importId: newImportId(), summary };
		this.step = { kind: 'review', preview: this.preview };
	}

	async #keepReview(turn: AbortSignal): Promise<void> {
		const state = this.#state();
		if (state !== null) await this.#kept.save(state, () => !turn.aborted);
	}

	/** Gives the customers of the file's addresses to the worker; false where it could not or need not any longer. */
	async #lookUp(toLookUp: number, turn: AbortSignal): Promise<boolean> {
		const looked = await lookUpCustomers(
			{
				server: this.#server,
				ask: this.#askWorker,
				maxRows: this.limits.maxRows,
				retryDelaysMs: this.#lookupRetryDelaysMs,
				signal: turn,
				onProgress: (done) => (this.step = { kind: 'looking-up', done, of: toLookUp })
			},
			toLookUp
		);
		if (looked.kind === 'failed' && !turn.aborted) {
			this.preview = this.checked = null;
			this.rows.clear();
			this.step = { kind: 'lookup-failed', failure: looked.failure };
			await this.#keepReview(turn);
		}
		if (looked.kind === 'failed' || !this.#isAnswered(looked, turn)) return false;
		this.#hasUsage = true;
		return true;
	}

	/** Whether an answer is there and still wanted; a worker that crashed is said on the screen. */
	#isAnswered<T>(answer: WorkerAnswer<T>, turn: AbortSignal): answer is { kind: 'answer'; value: T } {
		if (turn.aborted) return false;
		if (answer.kind === 'crashed' && this.file) this.#refuseFile(this.file, { code: 'READER_FAILED' });
		return answer.kind === 'answer';
	}

	/** Knows the file again that is open, of which this is the last import (spec H3); null where nothing was imported. */
	#knowAgain(last: AppliedImport | null): void {
		if (this.file) this.#known.addFile(this.file.summary, this.run, last);
	}

	/** Ends with the file, which is imported; remembers its mapping as the server does. */
	#close(last: AppliedImport | null): string {
		const { file, mapping } = this;
		this.#knowAgain(last);
		if (file && last) this.#known.addMapping(file.summary, mapping, last);
		this.#begin();
		this.#worker.end();
		this.#forgetFile();
		this.#kept.forget();
		return file?.file.name ?? '';
	}
}

interface PlanReason {
	/** How long to wait for the next change before customers are looked up. */
	lookupDelayMs?: number;
	/** Whether a run is over where nothing is left of it. */
	endsRun?: boolean;
	/** What to tell, from the preview of before (the new one, where there was none) and the new one. */
	news?: (before: ReviewSummary, after: ReviewSummary) => ImportNews | null;
}

function wait(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
