import type { CustomerColumns } from '../lib/customer/customer-columns.ts';
import type { PlanUsage } from '../lib/customer/plan-limit.ts';
import type { AuditRecords } from '../lib/import/audit.ts';
import type { AppliedImport, ApplyProblem, ApplyRequest, RowsApplyRequest } from '../lib/import/apply.ts';
import type { ImportPage, RecordedImport } from '../lib/import/history.ts';
import type {
	AppliedUndo,
	Piece,
	RecordedChange,
	UndoOutcome,
	UndoProblem,
	UndoRequest
} from '../lib/import/undo.ts';

/** Which import, and after which of its rows the piece begins; from the first one after null. */
interface PieceOfImport {
	importId: string;
	afterRow: number | null;
}

/**
 * Every procedure that programs may call: what it takes, what it answers, and the problems with which it refuses what
 * was asked. Nothing is ever taken away from it: procedures, keys of answers and codes stay, and no new key has to be
 * sent. A test holds it to the router's type, another one to what it was.
 */
export interface Contract {
	'customers.lookup': {
		input: { emails: string[] };
		output: { customers: CustomerColumns; usage: PlanUsage };
		problem: never;
	};
	'imports.applyPlan': {
		input: ApplyRequest | RowsApplyRequest;
		output: AppliedImport;
		problem: ApplyProblem;
	};
	'imports.find': { input: { importId: string }; output: AppliedImport | null; problem: never };
	/** `cursor` is that of the page before; null for the first. */
	'imports.list': { input: { cursor: string | null }; output: ImportPage; problem: never };
	'imports.show': { input: { importId: string }; output: RecordedImport; problem: UndoProblem };
	'imports.changes': { input: PieceOfImport; output: Piece<RecordedChange>; problem: UndoProblem };
	'imports.previewUndo': { input: PieceOfImport; output: Piece<UndoOutcome>; problem: UndoProblem };
	'imports.undo': { input: UndoRequest; output: AppliedUndo; problem: UndoProblem };
	'audit.list': { input: { cursor: string | null }; output: AuditRecords; problem: never };
}

export type ProcedureName = keyof Contract;
