import type { FieldName } from '../customer/customer.ts';
import { assignColumn } from '../import/assign-column.ts';
import type { AppliedImport, ApplyProblem, ApplyRequest } from '../import/apply.ts';
import { carryMapping } from '../import/carry-mapping.ts';
import type { ImportLimits } from '../import/limits.ts';
import { type EmptyCells, type Mapping, clearEmptyCells, noMapping } from '../import/mapping.ts';
import type { RowIssueCode } from '../import/issue.ts';
import type { ReadOptions } from '../import/table.ts';
import type { FileSummary, ListedIssue, ReviewSummary } from '../import/worker-api.ts';
import { differingRows } from './differing-rows.ts';
import { downloadText } from './download.ts';
import { importObstacle } from './import-obstacle.ts';
import {
	type ImportServer,
	type LookedUp,
	type ServerAnswer,
	type ServerFailure,
	createImportServer
} from './import-server.ts';
import type { ChosenFile, ImportStep, OpenedFile, Preview, ReadingProblem } from './import-step.ts';
import { type ImportWorker, type WorkerAnswer, createImportWorker } from './import-worker.ts';
import { newImportId } from './new-import-id.ts';
import { ReviewRows } from './review-rows.svelte.ts';
import { settleImport } from './settle-import.ts';

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
	/** How long a change of the email column waits for the next one before customers are looked up. */
	lookupDelayMs?: number;
	/** When to ask what became of an import whose answer was lost: an import may still be at work. */
	settleDelaysMs?: number[];
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
	step = $state.raw<ImportStep>({ kind: 'choose' });
	file = $state.raw<OpenedFile | null>(null);
	mapping = $state.raw<Mapping>(noMapping);
	emptyCells = $state.raw<EmptyCells>(clearEmptyCells);
	/** The last preview of the file; an old one while a new one is made. */
	preview = $state.raw<Preview | null>(null);
	moved = $state.raw<MovedColumn | null>(null);

	#server: ImportServer;
	#worker: ImportWorker;
	#lookupDelayMs: number;
	#settleDelaysMs: number[];
	#turn = 0;
	#lookup: AbortController | null = null;
	/** The column whose addresses were looked up. */
	#lookedUp: number | null = null;
	/** The last file that was read, for the mapping of the one that replaces it (spec W4). */
	#last: { summary: FileSummary; mapping: Mapping } | null = null;

	constructor(parts: Parts) {
		this.limits = parts.limits;
		this.#server = parts.server ?? createImportServer();
		this.#worker = parts.worker ?? createImportWorker();
		this.#lookupDelayMs = parts.lookupDelayMs ?? 300;
		this.#settleDelaysMs = parts.settleDelaysMs ?? [0, 1500, 4000];
		this.rows = new ReviewRows((question) => this.#worker.ask(question));
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

	/** Reads a file, in place of the one that is open; its mapping is kept for columns of the same names (spec W4). */
	async openFile(file: File, options: ReadOptions = {}): Promise<void> {
		if (this.isApplying) return;
		const isSameFile = this.file?.file === file;
		const turn = this.#begin();
		const chosen = { file, options };
		if (!isSameFile) this.#forgetFile();
		if (file.size > this.limits.maxBytes) {
			this.#worker.end();
			const problem = { code: 'FILE_TOO_LARGE', bytes: file.size, maxBytes: this.limits.maxBytes } as const;
			this.#refuseFile(chosen, problem);
			return;
		}
		this.step = { kind: 'reading', chosen, part: 0 };
		const answer = await this.#worker.open(file, options, this.limits, (part) => {
			if (turn === this.#turn) this.step = { kind: 'reading', chosen, part };
		});
		if (turn !== this.#turn) return;
		if (answer.kind !== 'answer') this.#refuseFile(chosen, { code: 'READER_FAILED' });
		else if (answer.value.kind === 'unreadable') this.#refuseFile(chosen, answer.value.problem);
		else await this.#useFile(chosen, answer.value.file);
	}

	/** Reads the file again in another way: encoding, delimiter, first row (spec P2, I5). */
	async readAgain(options: ReadOptions): Promise<void> {
		const { step } = this;
		const chosen = step.kind === 'reading' || step.kind === 'unreadable' ? step.chosen : this.file;
		if (chosen) await this.openFile(chosen.file, { ...chosen.options, ...options });
	}

	/** Reads the file again with everything detected, after a choice that made it unreadable. */
	async readAsDetected(): Promise<void> {
		if (this.step.kind === 'unreadable') await this.openFile(this.step.chosen.file);
	}

	/** Goes back to the choice of a file. Nothing was imported. */
	cancel(): void {
		if (this.isApplying) return;
		this.#begin();
		this.#worker.end();
		this.#forgetFile();
		this.#last = null;
		this.emptyCells = clearEmptyCells;
		this.step = { kind: 'choose' };
		this.#worker.warm();
	}

	/** Reads a field from another column, or from none (spec M7). */
	async mapField(field: FieldName, column: number | null): Promise<void> {
		const { mapping, takenFrom } = assignColumn(this.mapping, field, column);
		const moved = takenFrom !== null && column !== null ? { column, from: takenFrom, to: field } : null;
		await this.#remap(mapping, moved);
	}

	/** Goes back to the mapping that the headers propose. */
	async resetMapping(): Promise<void> {
		if (this.file) await this.#remap(this.file.summary.mapping, null);
	}

	/** Says what an empty cell of a field does to a customer (spec S3). */
	async setEmptyCells(field: FieldName, effect: 'clear' | 'keep'): Promise<void> {
		if (!this.canChange) return;
		this.emptyCells = { ...this.emptyCells, [field]: effect };
		await this.#plan();
	}

	/** Looks the customers up anew and makes a new preview with a new import id (spec A3, W6). */
	async reviewAgain(): Promise<void> {
		if (!this.canChange) return;
		this.#lookedUp = null;
		await this.#plan();
	}

	/** More issues of one kind, from this one on (spec W3). */
	async moreIssues(code: RowIssueCode, offset: number): Promise<ListedIssue[]> {
		const answer = await this.#worker.ask((api) => api.issues(code, offset, 100));
		return answer.kind === 'answer' ? answer.value : [];
	}

	/** Offers all issues as a CSV file. */
	async downloadIssues(): Promise<void> {
		const answer = await this.#worker.ask((api) => api.issuesCsv());
		if (answer.kind === 'answer') downloadText('import-issues.csv', answer.value);
	}

	/** Imports what the preview shows, once, however often it is called (spec A5). After a failure it tries again. */
	async apply(): Promise<void> {
		const { step, file } = this;
		if (step.kind === 'failed') return this.#send(step.request);
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
		const { sha256, bytes } = file.summary;
		await this.#send({
			importId: step.preview.importId,
			file: { name: file.file.name, sha256, bytes },
			mapping: headersOf(file.summary, this.mapping),
			submission: answer.value
		});
	}

	/** Asks again what became of an import whose answer was lost. */
	async settleAgain(): Promise<void> {
		if (this.step.kind === 'failed') await this.#settle(this.step.request, this.step.failure);
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
		this.#lookedUp = null;
		this.rows.clear();
	}

	#refuseFile(chosen: ChosenFile, problem: ReadingProblem): void {
		this.#begin();
		this.#forgetFile();
		this.step = { kind: 'unreadable', chosen: { file: chosen.file, options: chosen.options }, problem };
	}

	async #useFile(chosen: ChosenFile, summary: FileSummary): Promise<void> {
		this.file = { ...chosen, summary };
		this.mapping = this.#last
			? carryMapping(this.#last.summary, this.#last.mapping, summary)
			: summary.mapping;
		this.#last = { summary, mapping: this.mapping };
		this.moved = null;
		this.#lookedUp = null;
		await this.#plan();
	}

	async #remap(mapping: Mapping, moved: MovedColumn | null): Promise<void> {
		if (this.file === null || !this.canChange) return;
		this.mapping = mapping;
		this.moved = moved;
		this.#last = { summary: this.file.summary, mapping };
		await this.#plan(this.#lookupDelayMs);
	}

	/** Makes a preview with the mapping and switches as they are; looks customers up only where the email column is another. */
	async #plan(lookupDelayMs = 0): Promise<void> {
		const turn = this.#begin();
		const { mapping, emptyCells } = this;
		if (mapping.email === null) {
			this.preview = null;
			this.rows.clear();
			this.step = { kind: 'mapping' };
			return;
		}
		const needsLookup = this.#lookedUp !== mapping.email;
		this.step = { kind: needsLookup ? 'looking-up' : 'planning' };
		const mapped = await this.#worker.ask((api) => api.map(mapping));
		if (!this.#isAnswered(mapped, turn)) return;
		if (needsLookup && !(await this.#lookUp(mapped.value.emails, lookupDelayMs, turn))) return;
		this.#lookedUp = mapping.email;
		const reviewed = await this.#worker.ask((api) => api.review(emptyCells));
		if (!this.#isAnswered(reviewed, turn)) return;
		this.#show(reviewed.value);
		await this.rows.reset(reviewed.value);
	}

	#show(summary: ReviewSummary): void {
		this.preview = { importId: newImportId(), summary };
		this.step = { kind: 'review', preview: this.preview };
	}

	/** Gives the customers of these addresses to the worker; false where it could not or need not any longer. */
	async #lookUp(emails: string[], delayMs: number, turn: number): Promise<boolean> {
		if (delayMs > 0) await wait(delayMs);
		if (turn !== this.#turn) return false;
		this.#lookedUp = null;
		this.#lookup = new AbortController();
		const found: ServerAnswer<LookedUp> = await this.#server.lookup(emails, this.#lookup.signal);
		if (turn !== this.#turn) return false;
		if (found.kind !== 'answer') {
			this.preview = null;
			this.rows.clear();
			this.step = { kind: 'lookup-failed', failure: found };
			return false;
		}
		const { customers, usage } = found.value;
		return this.#isAnswered(await this.#worker.ask((api) => api.setExisting(customers, usage)), turn);
	}

	/** Whether an answer is there and still wanted; a worker that crashed is said on the screen. */
	#isAnswered<T>(answer: WorkerAnswer<T>, turn: number): answer is { kind: 'answer'; value: T } {
		if (turn !== this.#turn) return false;
		if (answer.kind === 'crashed' && this.file) this.#refuseFile(this.file, { code: 'READER_FAILED' });
		return answer.kind === 'answer';
	}

	async #send(request: ApplyRequest): Promise<void> {
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
		} else if (answer.kind === 'signed-out' || answer.kind === 'forbidden') {
			this.step = { kind: 'failed', failure: answer, request, written: 'no' };
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
		this.step = { kind: 'done', fileName: request.file.name, result, afterLostAnswer };
	}
}

function headersOf({ columns }: FileSummary, mapping: Mapping): ApplyRequest['mapping'] {
	const headers: ApplyRequest['mapping'] = {};
	for (const [field, column] of Object.entries(mapping) as [FieldName, number | null][]) {
		if (column !== null) headers[field] = columns[column]?.header ?? '';
	}
	return headers;
}

function wait(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
