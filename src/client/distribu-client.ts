import { fromColumns } from '../lib/customer/customer-columns.ts';
import type { Customer } from '../lib/customer/customer.ts';
import type { PlanUsage } from '../lib/customer/plan-limit.ts';
import type { AppliedImport, ApplyProblem, ApplyRequest, RowsApplyRequest } from '../lib/import/apply.ts';
import type { AuditRecords } from '../lib/import/audit.ts';
import type { ImportPage, RecordedImport } from '../lib/import/history.ts';
import { defaultLimits } from '../lib/import/limits.ts';
import { undoProblemMessage } from '../lib/import/messages.ts';
import type {
	AppliedUndo,
	Piece,
	RecordedChange,
	UndoCounts,
	UndoOutcome,
	UndoProblem,
	UndoRequest
} from '../lib/import/undo.ts';
import { makeUndoRequest } from '../lib/import/undo/make-undo-request.ts';
import { undoObstacle } from '../lib/import/undo/plan-undo.ts';
import { newImportId } from '../lib/wire/new-import-id.ts';
import { applyTimeout, findTimeoutMs, questionTimeoutMs, undoTimeoutMs } from '../lib/wire/patience.ts';
import type { Refused } from './answer.ts';
import { type Connection, ask, connect, download, send } from './connection.ts';

/** Which server, and who asks. */
export interface DistribuSettings {
	/** The server's address, such as `https://distribu.example`. */
	url: string;
	/** A token of Settings → API. It is sent to this address only. */
	token: string;
	/** How many addresses one lookup has; of the server, where it is configured to another number than the default. */
	maxRows?: number;
}

/** How a call ends early: with the signal's reason. */
export interface Stoppable {
	signal?: AbortSignal;
}

/** Some customers of the company, and how much of its plan it uses. */
export interface LookedUp {
	customers: Customer[];
	usage: PlanUsage;
}

/** What undoing an import would do, and what to send so that exactly this is done. */
export interface PlannedUndo {
	kind: 'planned';
	/** By row. */
	outcomes: UndoOutcome[];
	counts: UndoCounts;
	request: UndoRequest;
}

/**
 * The server's procedures. What is refused for what was asked comes as data (`kind: 'refused'`); anything else that is
 * not an answer is thrown as a `DistribuError`. A question that the server is too busy for, or that gets lost, is asked
 * again after 0.5, 2 and 5 seconds; a change is sent again after 1, 3 and 6, and never written twice (spec A5).
 */
export interface DistribuClient {
	customers: {
		/**
		 * The company's customers that have one of these addresses, any number of them. Scope `customers:read`.
		 *
		 * @param emails valid addresses as they are stored, such as those of `mapColumns`
		 */
		lookup(
			emails: readonly string[],
			options?: Stoppable & { onProgress?: (done: number) => void }
		): Promise<LookedUp>;
		/** All customers as the bytes of the CSV file that the dashboard exports (spec 6). Scope `customers:read`. */
		export(options?: Stoppable): Promise<ReadableStream<Uint8Array>>;
	};
	imports: {
		/** Writes an import as it was planned, in one transaction, or nothing of it. Scope `imports:apply`. */
		apply(
			request: ApplyRequest | RowsApplyRequest,
			options?: Stoppable
		): Promise<{ kind: 'applied'; result: AppliedImport } | Refused<ApplyProblem>>;
		/** What an import did; null where the server knows of none. Waits for imports that are being written. Scope `imports:apply`. */
		find(importId: string, options?: Stoppable): Promise<AppliedImport | null>;
		/**
		 * The company's imports, the newest first, those of one large file as one; from the first page after null. Scope
		 * `audit:read` or `imports:undo`.
		 */
		list(cursor?: string | null, options?: Stoppable): Promise<ImportPage>;
		/** Everything about an import but its changes. Scope `audit:read` or `imports:undo`. */
		show(
			importId: string,
			options?: Stoppable
		): Promise<{ kind: 'import'; import: RecordedImport } | Refused<UndoProblem>>;
		/** Everything that an import changed, by row. Scope `audit:read` or `imports:undo`. */
		changes(
			importId: string,
			options?: Stoppable
		): Promise<{ kind: 'changes'; changes: RecordedChange[] } | Refused<UndoProblem>>;
		/** What undoing an import would do now (spec H2). Scope `imports:undo`. */
		previewUndo(importId: string, options?: Stoppable): Promise<PlannedUndo | Refused<UndoProblem>>;
		/** Undoes an import as it was previewed, in one transaction, or nothing of it. Scope `imports:undo`. */
		undo(
			request: UndoRequest,
			options?: Stoppable
		): Promise<{ kind: 'undone'; result: AppliedUndo } | Refused<UndoProblem>>;
	};
	audit: {
		/** The company's audit log, the newest entry first; from the first page after null. Scope `audit:read`. */
		list(cursor?: string | null, options?: Stoppable): Promise<AuditRecords>;
	};
}

/**
 * A client of a Distribu server, for Node and browsers.
 *
 * @throws TypeError when the address is none of a web server, or the token cannot be one
 */
export function createDistribuClient({ url, token, maxRows }: DistribuSettings): DistribuClient {
	return clientOf(connect(url, token), maxRows);
}

/** @internal A client over a connection. */
export function clientOf(connection: Connection, maxRows = defaultLimits.maxRows): DistribuClient {
	function patience(
		timeoutMs: number,
		options?: Stoppable
	): { timeoutMs: number; signal: AbortSignal | undefined } {
		return { timeoutMs, signal: options?.signal };
	}
	return {
		customers: {
			async lookup(emails, options) {
				const customers: Customer[] = [];
				for (let done = 0; ;) {
					const piece = emails.slice(done, done + maxRows);
					const asked = patience(questionTimeoutMs, options);
					const { value } = answered(await ask(connection, 'customers.lookup', { emails: piece }, asked));
					for (const customer of fromColumns(value.customers)) customers.push(customer);
					done += piece.length;
					options?.onProgress?.(done);
					// Also without addresses it is asked once, for the usage.
					if (done >= emails.length) return { customers, usage: value.usage };
				}
			},
			export: (options) => download(connection, '/api/customers/export', options?.signal)
		},
		imports: {
			async apply(request, options) {
				const { submission } = request;
				const timeoutMs = applyTimeout('columns' in submission ? submission : { ...submission, columns: {} });
				const answer = await send(connection, 'imports.applyPlan', request, patience(timeoutMs, options));
				return answer.kind === 'refused' ? answer : { kind: 'applied', result: answer.value };
			},
			async find(importId, options) {
				return answered(await ask(connection, 'imports.find', { importId }, patience(findTimeoutMs, options)))
					.value;
			},
			async list(cursor = null, options) {
				return answered(
					await ask(connection, 'imports.list', { cursor }, patience(questionTimeoutMs, options))
				).value;
			},
			async show(importId, options) {
				const asked = patience(questionTimeoutMs, options);
				const answer = await ask(connection, 'imports.show', { importId }, asked);
				return answer.kind === 'refused' ? answer : { kind: 'import', import: answer.value };
			},
			async changes(importId, options) {
				const all = await gather((afterRow) =>
					ask(connection, 'imports.changes', { importId, afterRow }, patience(questionTimeoutMs, options))
				);
				return all.kind === 'refused' ? all : { kind: 'changes', changes: all.items };
			},
			async previewUndo(importId, options) {
				const all = await gather((afterRow) =>
					ask(connection, 'imports.previewUndo', { importId, afterRow }, patience(questionTimeoutMs, options))
				);
				return all.kind === 'refused' ? all : plannedUndo(importId, all.items);
			},
			async undo(request, options) {
				const answer = await send(connection, 'imports.undo', request, patience(undoTimeoutMs, options));
				return answer.kind === 'refused' ? answer : { kind: 'undone', result: answer.value };
			}
		},
		audit: {
			async list(cursor = null, options) {
				return answered(await ask(connection, 'audit.list', { cursor }, patience(questionTimeoutMs, options)))
					.value;
			}
		}
	};
}

/** An answer to what is never refused for what was asked. */
function answered<Value>(answer: { kind: 'answered'; value: Value } | Refused<never>): {
	value: Value;
} {
	if (answer.kind === 'refused') throw new TypeError('The server refused what it never refuses.');
	return answer;
}

/** Asks for a list piece by piece; one import's is never longer than its file. */
async function gather<Item>(
	askForPiece: (
		afterRow: number | null
	) => Promise<{ kind: 'answered'; value: Piece<Item> } | Refused<UndoProblem>>
): Promise<{ kind: 'all'; items: Item[] } | Refused<UndoProblem>> {
	const items: Item[] = [];
	let next: number | null = null;
	do {
		const answer = await askForPiece(next);
		if (answer.kind === 'refused') return answer;
		for (const item of answer.value.items) items.push(item);
		next = answer.value.next;
	} while (next !== null);
	return { kind: 'all', items };
}

function plannedUndo(importId: string, outcomes: UndoOutcome[]): PlannedUndo | Refused<UndoProblem> {
	const counts: UndoCounts = { restore: 0, remove: 0, keep: 0 };
	for (const { kind } of outcomes) counts[kind]++;
	const problem = undoObstacle({ outcomes, counts });
	if (problem !== null) return { kind: 'refused', problem, message: undoProblemMessage(problem) };
	return { kind: 'planned', outcomes, counts, request: makeUndoRequest(importId, newImportId(), outcomes) };
}
