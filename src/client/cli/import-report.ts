import { type FieldName, fieldNames } from '../../lib/customer/customer.ts';
import type { AppliedImport } from '../../lib/import/apply.ts';
import { confirmationMessage, issueMessage, warningMessage } from '../../lib/import/messages.ts';
import type { Losses } from '../../lib/import/plan.ts';
import type { MappedTable } from '../map-columns.ts';
import type { PlannedImport } from '../plan-import.ts';
import type { PlannedChange } from './change-lines.ts';

interface Told {
	code: string;
	message: string;
}

/** The plan of one file, as `--json` prints it. */
export interface ImportReport {
	file: string;
	/** Why there is no plan. */
	fatal: Told | null;
	mapping: Record<FieldName, string | null>;
	create: number;
	update: number;
	unchanged: number;
	issues: { row: number; field: FieldName | null; code: string; message: string }[];
	/** How many rows with issues were left out, as was asked for. */
	leftOut: number;
	losses: Losses;
	/** How many imports it takes: more than one only for a file that is too large for one (spec I30); 0 where nothing changes. */
	imports: number;
	warnings: Told[];
	/** What is unusual about it, and needs a person (spec W9). */
	confirmations: Told[];
	importable: boolean;
}

/** What became of it, where there is a server. */
export interface AppliedReport extends ImportReport {
	/** Of a dry run, every row that would change something, with its customer before and after; null else. */
	changes: PlannedChange[] | null;
	/** The imports that were written, in their order. */
	applied: AppliedImport[];
	/** Why not all of it was written. */
	problem: Problem | null;
}

/** What stood in the way, with all that the server says of it. */
export interface Problem extends Told {
	/** Of rows that differ, or that the server's checks refuse. */
	rows?: number | readonly { row: number }[];
	retryAfter?: number;
	requestId?: string;
}

const noColumns: ImportReport['mapping'] = {
	email: null,
	name: null,
	status: null,
	notes: null,
	creditLimit: null
};

/** A report of a file that is planned. */
export function planReport(
	file: string,
	{ mapping }: Pick<MappedTable, 'mapping'>,
	planned: PlannedImport,
	leftOut: number
): ImportReport {
	const { counts, losses, imports } = planned;
	return {
		file,
		fatal: null,
		mapping: { ...noColumns, ...mapping },
		create: counts.create,
		update: counts.update,
		unchanged: counts.unchanged,
		issues: planned.issues.map((issue) => ({
			row: issue.row,
			field: issue.field,
			code: issue.code,
			message: issueMessage(issue)
		})),
		leftOut,
		losses,
		imports,
		warnings: planned.warnings.map((warning) => ({ code: warning.code, message: warningMessage(warning) })),
		confirmations: planned.confirmations.map((one) => ({
			code: one.code,
			message: confirmationMessage(one)
		})),
		importable: counts.issue === 0
	};
}

/** A report of a file that cannot be planned. */
export function fatalReport(
	file: string,
	{ code, message }: Told,
	mapping: Partial<ImportReport['mapping']> = {}
): ImportReport {
	return {
		file,
		fatal: { code, message },
		mapping: { ...noColumns, ...mapping },
		create: 0,
		update: 0,
		unchanged: 0,
		issues: [],
		leftOut: 0,
		losses: { namesRemoved: 0, notesRemoved: 0, creditLimitsRemoved: 0, customersUnblocked: 0 },
		imports: 0,
		warnings: [],
		confirmations: [],
		importable: false
	};
}

/** A report as lines for a person. */
export function reportLines(report: ImportReport): string[] {
	if (report.fatal) return [report.file, `  ${report.fatal.message} (${report.fatal.code})`];
	const mapped = fieldNames
		.filter((field) => report.mapping[field] !== null)
		.map((field) => `${field} from "${report.mapping[field]}"`);
	const { losses } = report;
	const lost = [
		[losses.creditLimitsRemoved, 'credit limits removed'],
		[losses.notesRemoved, 'notes cleared'],
		[losses.namesRemoved, 'names removed'],
		[losses.customersUnblocked, 'customers unblocked']
	] as const;
	return [
		report.file,
		`  ${mapped.join(', ')}`,
		`  ${report.create} to create, ${report.update} to update, ${report.unchanged} unchanged, ${report.issues.length} issues`,
		...(report.leftOut > 0 ? [`  ${report.leftOut} rows with issues left out`] : []),
		...(report.imports > 1 ? [`  Too large for one import: it takes ${report.imports}`] : []),
		...lost.filter(([count]) => count > 0).map(([count, words]) => `  ${count} ${words}`),
		...report.warnings.map(({ message }) => `  Warning: ${message}`),
		...report.confirmations.map(({ message }) => `  Unusual: ${message}`),
		...report.issues.map(({ row, field, message }) => `  Row ${row}${field ? `, ${field}` : ''}: ${message}`)
	];
}

/** What became of a file as lines for a person: results, and what is to be said beside them. */
export function endingLines({ applied, imports, problem }: AppliedReport): {
	results: string[];
	notes: string[];
} {
	const results = applied.map(
		({ importId, created, updated, unchanged }) =>
			`  Imported: ${created} created, ${updated} updated, ${unchanged} unchanged (import ${importId})`
	);
	if (problem === null) return { results, notes: [] };
	const notes = [problemLine(problem)];
	if (Array.isArray(problem.rows)) notes.push(`Rows that differ: ${rowsOf(problem.rows)}.`);
	if (applied.length > 0)
		notes.push(
			`Imports written: ${applied.length} of ${imports}. They stay; the same command again imports what is left.`
		);
	return { results, notes };
}

/** A problem as a line: its sentence, its code, and where to look for it. */
export function problemLine({ message, code, retryAfter, requestId }: Problem): string {
	const wait = retryAfter === undefined ? '' : `, try again in ${retryAfter} s`;
	return `${message} (${code}${wait}${requestId === undefined ? '' : `, request ${requestId}`})`;
}

const namedRows = 50;

function rowsOf(rows: readonly { row: number }[]): string {
	const more = rows.length - namedRows;
	const named = rows.slice(0, namedRows).map(({ row }) => row);
	return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
