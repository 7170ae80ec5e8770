// What the package @distribu/client gives to programs: all of it, and nothing else. It is the one file that passes on
// names which others declare, since nobody in this repository imports it but the package.

export type { Customer, CustomerStatus, FieldName } from '../lib/customer/customer.ts';
export type { PlanUsage } from '../lib/customer/plan-limit.ts';
export type {
	AppliedImport,
	ApplyProblem,
	ApplyRequest,
	RowsApplyRequest,
	SubmittedRow
} from '../lib/import/apply.ts';
export type { AuditRecord, AuditRecords } from '../lib/import/audit.ts';
export type { ImportPage, ListedImport, RecordedImport } from '../lib/import/history.ts';
export type { ImportWarning, RowIssue, RowIssueCode } from '../lib/import/issue.ts';
export { type ImportLimits, defaultLimits } from '../lib/import/limits.ts';
export {
	applyProblemMessage,
	confirmationMessage,
	fileProblemMessage,
	issueMessage,
	undoProblemMessage,
	warningMessage
} from '../lib/import/messages.ts';
export type { Change, Losses, OutcomeCounts, RowOutcome } from '../lib/import/plan.ts';
export type { Confirmation } from '../lib/import/plan/confirmations.ts';
export type { FileProblem } from '../lib/import/table.ts';
export type {
	AppliedUndo,
	KeepReason,
	RecordedChange,
	UndoCounts,
	UndoOutcome,
	UndoProblem,
	UndoRequest
} from '../lib/import/undo.ts';
export type { Refused } from './answer.ts';
export {
	type DistribuClient,
	type DistribuSettings,
	type LookedUp,
	type PlannedUndo,
	createDistribuClient
} from './distribu-client.ts';
export { DistribuError } from './distribu-error.ts';
export { type DistribuErrorCode, clientErrorCodes, errorCodes } from './error-codes.ts';
export { type ChosenColumns, type MappedTable, type Unmapped, mapColumns } from './map-columns.ts';
export {
	type ExistingCustomers,
	type PlanImportOptions,
	type PlanObstacle,
	type PlannedImport,
	planImport
} from './plan-import.ts';
export { type ReadCsvOptions, type ReadTable, type Unreadable, readCsv } from './read-csv.ts';
