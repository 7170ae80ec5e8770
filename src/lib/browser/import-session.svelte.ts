import type { FieldName } from '../customer/customer.ts';
import { assignColumn } from '../import/columns/assign-column.ts';
import type { AppliedImport, ApplyProblem, ApplyRequest } from '../import/apply.ts';
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
import type { RememberedMapping } from '../import/columns/remember-mapping.ts';
import type { ReadOptions } from '../import/table.ts';
import type { AdoptedFixes, FileSummary, ReviewSummary } from '../import/worker-api.ts';
import { applyRequest } from './apply-request.ts';
import { differingRows } from './differing-rows.ts';
import type { ImportDraft, ImportDrafts } from './import-draft.ts';
import { importObstacle } from './import-obstacle.ts';
import {
	type ImportServer,
	type LookedUp,
	type ServerAnswer,
	type ServerFailure,
	createImportServer
} from './import-server.ts';
import type {
	ChosenFile,
	ImportNews,
	ImportStep,
	OpenedFile,
	Preview,
	ReadingProblem
} from './import-step.ts';
import { type ImportWorker, type WorkerAnswer, createImportWorker } from './import-worker.ts';
import { detectedReasons } from './mapping-reasons.ts';
import { newImportId } from './new-import-id.ts';
import { readHandle } from './file-handles.ts';
import { type ReviewQuestions, reviewQuestions } from './review-questions.ts';
import { ReviewRows } from './review-rows.svelte.ts';
import { settleDelaysMs, settleImport } from './settle-import.ts';
import { type LastFile, startMapping } from './start-mapping.ts';

/** A column that was taken from one field and given to another. */
export interface MovedColumn {
	column: number;
	from: FieldName;
	to: FieldName;
}

interface Parts {
	limits: ImportLimits;
	server?: ImportServer;
	worker?: ImportWorker;
	/** Where the review is kept for the next start of the page; nowhere, if left out. */
	drafts?: ImportDrafts;
	/** The mappings of earlier imports (spec M9); none, if left out. */
	remembered?: readonly RememberedMapping[];
	/** How long a change of the email column waits for the next one before customers are looked up. */
	lookupDelayMs?: number;
	/** When to ask what became of an import whose answer was lost: an import may still be at work. */
	settleDelaysMs?: readonly number[];
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
	mapping = $state.raw<Mapping>(noMapping);
	emptyCells = $state.raw<EmptyCells>(clearEmptyCells);
	/** The last preview of the file; an old one while a new one is made. */
	preview = $state.raw<Preview | null>(null);
	moved = $state.raw<MovedColumn | null>(null);
	/** Why each field has the column it has. */
	reasons = $state.raw<Record<FieldName, MappingReason>>(detectedReasons(noMapping));
	/** When the mapping was last imported with, ISO 8601 in UTC, while it is a remembered one (spec M9). */
	recalledFrom = $state.raw<string | null>(null);
	/** What the last deed did to the preview. */
	news = $state.raw<ImportNews | null>(null);

	#server: ImportServer;
	#worker: ImportWorker;
	#drafts: ImportDrafts | null;
	#remembered: readonly RememberedMapping[];
	#lookupDelayMs: number;
	#settleDelaysMs: readonly number[];
	#turn = 0;
	#lookup: AbortController | null = null;
	/** Whether the plan's usage is known; addresses that are not looked up yet are the worker's to tell. */
	#hasUsage = false;
	/** What the file before leaves to the one that replaces it (spec W4). */
	#last: LastFile | null = null;
	/** That being kept, while the next file is read. */
	#keeping: Promise<void> | null = null;

	constructor(parts: Parts) {
		this.limits = parts.limits;
		this.#server = parts.server ?? createImportServer();
		this.#worker = parts.worker ?? createImportWorker();
		this.#lookupDelayMs = parts.lookupDelayMs ?? 300;
		this.#settleDelaysMs = parts.settleDelaysMs ?? settleDelaysMs;
		this.#drafts = parts.drafts ?? null;
		this.#remembered = parts.remembered ?? [];
		this.rows = new ReviewRows((question) => this.#worker.ask(question));
		this.ask = reviewQuestions((question) => this.#worker.ask(question));
	}

	/** Whether an import may be under way on the server. */
	get isApplying(): boolean {
		return this.step.kind === 'applying' || this.step.kind === 'settling';
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
		const last = this.#keepLast();
		this.step = { kind: 'reading', chosen, part: 0 };
		await last;
		if (turn !== this.#turn) return;
		if (!isSameFile) this.#forgetFile();
		if (file.size > this.limits.maxBytes) {
			this.#worker.end();
			const problem = { code: 'FILE_TOO_LARGE', bytes: file.size, maxBytes: this.limits.maxBytes } as const;
			this.#refuseFile(chosen, problem);
			return;
		}
		const answer = await this.#worker.open(file, options, this.limits, (part) => {
			if (turn === this.#turn) this.step = { kind: 'reading', chosen, part };
		});
		if (turn !== this.#turn) return;
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
		const turn = this.#turn;
		const again = await readHandle(file.handle);
		// The browser may have asked the person, who did something else meanwhile.
		if (turn !== this.#turn) return again !== null;
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

	/** Goes back to the choice of a file. Nothing was imported. */
	cancel(): void {
		if (this.isApplying) return;
		this.#begin();
		this.#worker.end();
		this.#forgetFile();
		this.#last = this.#keeping = null;
		this.emptyCells = clearEmptyCells;
		this.step = { kind: 'choose' };
		void this.#drafts?.clear();
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

	/** Looks the customers up anew and makes a new preview with a new import id (spec A3, W6). */
	async reviewAgain(): Promise<void> {
		if (!this.canChange) return;
		this.#hasUsage = false;
		await this.#worker.ask((api) => api.forgetExisting());
		await this.#plan();
	}

	/** Imports what the preview shows, once, however often it is called (spec A5). After a failure it tries again. */
	async apply(): Promise<void> {
		const { step, file } = this;
		if (step.kind === 'failed') return this.#send(step.request, step.written);
		if (step.kind !== 'review' || file === null || this.obstacle !== null) return;
		const turn = this.#begin();
		const { counts } = step.preview.summary;
		this.step = { kind: 'applying', rows: counts.create + counts.update, since: Date.now() };
		const answer = await this.#worker.ask((api) => api.submission());
		if (turn !== this.#turn) return;
		if (answer.kind !== 'answer') {
			this.#refuseFile(file, { code: 'READER_FAILED' });
			return;
		}
		await this.#send(applyRequest(step.preview.importId, file, this.mapping, answer.value));
	}

	/** Asks again what became of an import whose answer was lost, where that is not known yet. */
	async settleAgain(): Promise<void> {
		const { step } = this;
		if (step.kind === 'failed' && step.written === 'unknown') await this.#settle(step.request, step.failure);
	}

	#begin(): number {
		this.#lookup?.abort();
		this.#lookup = null;
		return ++this.#turn;
	}

	#forgetFile(): void {
		this.file = null;
		this.preview = null;
		this.moved = null;
		this.recalledFrom = null;
		this.news = null;
		this.#hasUsage = false;
		this.rows.clear();
	}

	#refuseFile({ file, options, handle }: ChosenFile, problem: ReadingProblem): void {
		this.#begin();
		this.#forgetFile();
		this.#keeping = null;
		this.step = { kind: 'unreadable', chosen: { file, options, handle }, problem };
	}

	/** Keeps what the open file leaves to the next one; once, however many files come in a hurry. */
	#keepLast(): Promise<void> {
		this.#keeping ??= this.#exportLast();
		return this.#keeping;
	}

	async #exportLast(): Promise<void> {
		const { file } = this;
		if (file === null) return;
		const fixes = await this.#worker.ask((api) => api.exportFixes());
		// A cancel came first: nothing is left to anybody.
		if (this.file === file) this.#leave(file, fixes.kind === 'answer' ? fixes.value : null);
	}

	#leave({ summary }: OpenedFile, fixes: Blob | null): void {
		const { mapping, reasons, preview } = this;
		this.#last = { summary, mapping, reasons, fixes, preview: preview?.summary ?? null };
	}

	async #useFile(chosen: ChosenFile, summary: FileSummary, draft: ImportDraft | null): Promise<void> {
		const turn = this.#turn;
		const last = this.#last;
		const start = startMapping(summary, draft, last, this.#remembered);
		this.file = { ...chosen, summary };
		this.moved = null;
		this.mapping = start.mapping;
		this.reasons = start.reasons;
		this.recalledFrom = start.recalledFrom;
		if (draft) this.emptyCells = draft.emptyCells;
		this.#keeping = null;
		this.#hasUsage = false;
		const adopted = await this.#adoptFixes(draft?.fixes ?? last?.fixes ?? null);
		if (turn !== this.#turn) return;
		await this.#plan({
			news: (_, after) => {
				if (draft) return { kind: 'restored', savedAt: draft.savedAt };
				return last?.preview ? { kind: 'replaced', before: last.preview, after, adopted } : null;
			}
		});
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
	async #plan({ lookupDelayMs = 0, news }: PlanReason = {}): Promise<void> {
		const turn = this.#begin();
		const { mapping, emptyCells, preview: before } = this;
		if (mapping.email === null) {
			this.preview = null;
			this.news = null;
			this.rows.clear();
			this.step = { kind: 'mapping' };
			await this.#keepReview();
			return;
		}
		this.step = { kind: 'planning' };
		const mapped = await this.#worker.ask((api) => api.map(mapping));
		if (!this.#isAnswered(mapped, turn)) return;
		const { emails } = mapped.value;
		if (emails.length > 0 || !this.#hasUsage) {
			this.step = { kind: 'looking-up' };
			if (!(await this.#lookUp(emails, lookupDelayMs, turn))) return;
		}
		const reviewed = await this.#worker.ask((api) => api.review(emptyCells));
		if (!this.#isAnswered(reviewed, turn)) return;
		this.#show(reviewed.value);
		this.news = news?.(before?.summary ?? reviewed.value, reviewed.value) ?? null;
		await this.rows.reset(reviewed.value);
		await this.#keepReview();
	}

	#show(summary: ReviewSummary): void {
		this.preview = { importId: newImportId(), summary };
		this.step = { kind: 'review', preview: this.preview };
	}

	/** Keeps the review for the next file, the next worker and the next start of the page, while it is the present one. */
	async #keepReview(): Promise<void> {
		const { file, mapping, emptyCells } = this;
		const turn = this.#turn;
		if (file === null) return;
		const exported = await this.#worker.ask((api) => api.exportFixes());
		if (exported.kind !== 'answer' || turn !== this.#turn) return;
		const fixes = exported.value;
		this.#leave(file, fixes);
		const { file: bytes, options, handle } = file;
		await this.#drafts?.save({
			file: bytes,
			options,
			handle,
			mapping,
			emptyCells,
			fixes,
			savedAt: Date.now()
		});
	}

	/** Gives the customers of these addresses to the worker; false where it could not or need not any longer. */
	async #lookUp(emails: string[], delayMs: number, turn: number): Promise<boolean> {
		if (delayMs > 0) await wait(delayMs);
		if (turn !== this.#turn) return false;
		this.#lookup = new AbortController();
		const found: ServerAnswer<LookedUp> = await this.#server.lookup(emails, this.#lookup.signal);
		if (turn !== this.#turn) return false;
		if (found.kind !== 'answer') {
			this.preview = null;
			this.rows.clear();
			this.step = { kind: 'lookup-failed', failure: found };
			await this.#keepReview();
			return false;
		}
		const { customers, usage } = found.value;
		const kept = await this.#worker.ask((api) => api.addExisting(emails, customers, usage));
		if (!this.#isAnswered(kept, turn)) return false;
		this.#hasUsage = true;
		return true;
	}

	/** Whether an answer is there and still wanted; a worker that crashed is said on the screen. */
	#isAnswered<T>(answer: WorkerAnswer<T>, turn: number): answer is { kind: 'answer'; value: T } {
		if (turn !== this.#turn) return false;
		if (answer.kind === 'crashed' && this.file) this.#refuseFile(this.file, { code: 'READER_FAILED' });
		return answer.kind === 'answer';
	}

	/** @param written whether an earlier try, whose answer was lost, may have written it */
	async #send(request: ApplyRequest, written: 'no' | 'unknown' = 'no'): Promise<void> {
		const turn = this.#begin();
		const { rowNumbers } = request.submission;
		const counts = this.preview?.summary.counts;
		this.step = {
			kind: 'applying',
			rows: counts ? counts.create + counts.update : rowNumbers.length,
			since: Date.now()
		};
		const answer = await this.#server.apply(request);
		if (turn !== this.#turn) return;
		if (answer.kind === 'answer') {
			if (answer.value.kind === 'refused') await this.#refuse(answer.value.problem, turn);
			else this.#finish(request, answer.value.result, false);
		} else if (answer.kind === 'signed-out' || answer.kind === 'forbidden' || answer.kind === 'busy') {
			// Refused at the door: this try wrote nothing.
			this.step = { kind: 'failed', failure: answer, request, written };
		} else {
			await this.#settle(request, answer);
		}
	}

	/** Finds out whether an import was written whose answer was lost, and says the truth. */
	async #settle(request: ApplyRequest, failure: ServerFailure): Promise<void> {
		const turn = this.#begin();
		this.step = { kind: 'settling', since: Date.now() };
		const settled = await settleImport(this.#server, request.importId, this.#settleDelaysMs);
		if (turn !== this.#turn) return;
		switch (settled.kind) {
			case 'written':
				this.#finish(request, settled.result, true);
				break;
			case 'not-written':
				this.step = { kind: 'failed', failure, request, written: 'no' };
				break;
			case 'unknown':
				this.step = { kind: 'failed', failure: settled.failure, request, written: 'unknown' };
				break;
		}
	}

	async #refuse(problem: ApplyProblem, turn: number): Promise<void> {
		const outcomes = problem.code === 'PLAN_STALE' ? problem.rows : [];
		const numbers = outcomes.map(({ row }) => row);
		const shown = await this.#worker.ask((api) => api.rowsByNumber(numbers));
		if (turn !== this.#turn) return;
		const differing = differingRows(outcomes, shown.kind === 'answer' ? shown.value : []);
		this.step = { kind: 'refused', problem, differing };
	}

	#finish(request: ApplyRequest, result: AppliedImport, afterLostAnswer: boolean): void {
		this.#begin();
		this.#worker.end();
		this.#forgetFile();
		this.#last = null;
		void this.#drafts?.clear();
		if (request.remember) {
			const { signature } = request.remember;
			const others = this.#remembered.filter((one) => one.signature !== signature);
			this.#remembered = [{ ...request.remember, usedAt: result.appliedAt }, ...others];
		}
		this.step = { kind: 'done', fileName: request.file.name, result, afterLostAnswer };
	}
}

interface PlanReason {
	/** How long to wait for the next change before customers are looked up. */
	lookupDelayMs?: number;
	/** What to tell, from the preview of before (the new one, where there was none) and the new one. */
	news?: (before: ReviewSummary, after: ReviewSummary) => ImportNews | null;
}

function wait(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
