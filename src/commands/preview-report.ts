import { type Customer, type FieldName, fieldNames } from '../lib/customer/customer.ts';
import type { PlanUsage } from '../lib/customer/plan-limit.ts';
import { trimText } from '../lib/customer/text.ts';
import { mapDesk, openDesk } from '../lib/import/fixes/desk.ts';
import { headerKey, isPasswordHeader } from '../lib/import/headers/header-names.ts';
import { type ImportLimits, fitsOneImport } from '../lib/import/limits.ts';
import { clearEmptyCells, type Mapping } from '../lib/import/mapping.ts';
import { proposeMapping } from '../lib/import/columns/match-headers.ts';
import { fileProblemMessage, issueMessage, warningMessage } from '../lib/import/messages.ts';
import type { Losses } from '../lib/import/plan.ts';
import { readFile } from '../lib/import/read-file.ts';
import { reviewDesk } from '../lib/import/review/review.ts';
import { summarizeReview } from '../lib/import/review/summarize-review.ts';
import type { CsvTable } from '../lib/import/table.ts';

/** The plan of one file, as `--json` prints it. */
export interface PreviewReport {
	file: string;
	/** Why there is no plan. */
	fatal: { code: string; message: string } | null;
	mapping: Record<FieldName, string | null>;
	create: number;
	update: number;
	unchanged: number;
	issues: { row: number; field: FieldName | null; code: string; message: string }[];
	losses: Losses;
	/** How many imports it takes: more than one only for a file that is too large for one (spec I30); 0 where nothing changes. */
	imports: number;
	warnings: { code: string; message: string }[];
	importable: boolean;
}

/** What a file is compared with. */
export interface PreviewOptions {
	existing: readonly Customer[];
	map: Partial<Record<FieldName, string | null>>;
	planLimit: number | null;
	limits: ImportLimits;
}

/** Reads, maps and plans one file, exactly as the import page does. Never throws on any bytes. */
export async function previewFile(
	file: string,
	bytes: Uint8Array<ArrayBuffer>,
	options: PreviewOptions
): Promise<PreviewReport> {
	const result = await readFile(bytes, {}, options.limits.file);
	if (result.kind === 'unreadable') {
		const { problem } = result;
		return fatalReport(file, problem.code, fileProblemMessage(problem));
	}
	const { table } = result;
	const chosen = chooseColumns(table, options.map);
	if ('missing' in chosen) {
		return fatalReport(
			file,
			'COLUMN_NOT_FOUND',
			`No column is called what --map gives for ${chosen.missing}.`
		);
	}
	const { mapping } = chosen;
	const names = headerNames(table, mapping);
	if (mapping.email === null) {
		const message = 'No column holds email addresses by its name. Choose one with --map email="Header".';
		return { ...fatalReport(file, 'EMAIL_NOT_MAPPED', message), mapping: names };
	}
	const existing = new Map(options.existing.map((customer) => [customer.email, customer]));
	const usage: PlanUsage = { allowed: options.planLimit, present: existing.size };
	const desk = mapDesk(openDesk(table), mapping);
	const review = reviewDesk(desk, existing, { emptyCells: clearEmptyCells });
	const { plan } = review;
	const size = { bytes: bytes.length, csvBytes: result.bytes.length, rows: table.rows.length };
	const batchLimits = fitsOneImport(size, options.limits) ? null : options.limits;
	const { warnings, batches } = summarizeReview(review, usage, batchLimits);
	const changed = plan.counts.create + plan.counts.update;
	return {
		file,
		fatal: null,
		mapping: names,
		create: plan.counts.create,
		update: plan.counts.update,
		unchanged: plan.counts.unchanged,
		issues: plan.issues.map((issue) => ({
			row: issue.row,
			field: issue.field,
			code: issue.code,
			message: issueMessage(issue)
		})),
		losses: plan.losses,
		imports: batches?.count ?? Math.min(changed, 1),
		warnings: warnings.map((warning) => ({
			code: warning.code,
			message: warningMessage(warning)
		})),
		importable: plan.issues.length === 0
	};
}

/** A report of a file that cannot be planned. */
export function fatalReport(file: string, code: string, message: string): PreviewReport {
	return {
		file,
		fatal: { code, message },
		mapping: { email: null, name: null, status: null, notes: null, creditLimit: null },
		create: 0,
		update: 0,
		unchanged: 0,
		issues: [],
		losses: { namesRemoved: 0, notesRemoved: 0, creditLimitsRemoved: 0, customersUnblocked: 0 },
		imports: 0,
		warnings: [],
		importable: false
	};
}

/** 0 importable, 1 issues, 2 unreadable. */
export function exitStatus(report: PreviewReport): 0 | 1 | 2 {
	if (report.fatal) return 2;
	return report.importable ? 0 : 1;
}

/** A report as lines for a person. */
export function reportLines(report: PreviewReport): string[] {
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
		...(report.imports > 1 ? [`  Too large for one import: it takes ${report.imports}`] : []),
		...lost.filter(([count]) => count > 0).map(([count, words]) => `  ${count} ${words}`),
		...report.warnings.map(({ message }) => `  Warning: ${message}`),
		...report.issues.map(({ row, field, message }) => `  Row ${row}${field ? `, ${field}` : ''}: ${message}`)
	];
}

function chooseColumns(
	table: CsvTable,
	map: PreviewOptions['map']
): { mapping: Mapping } | { missing: FieldName } {
	const { mapping } = proposeMapping(table);
	for (const field of fieldNames) {
		const header = map[field];
		if (header === undefined) continue;
		const index = header === null ? null : findColumn(table, header);
		if (index === -1) return { missing: field };
		// A column feeds one field: choosing it takes it from the field that had it.
		for (const other of fieldNames) if (index !== null && mapping[other] === index) mapping[other] = null;
		mapping[field] = index;
	}
	return { mapping };
}

/** The column with this header, as written or else by the rules of header matching; never a password column. */
function findColumn(table: CsvTable, header: string): number {
	function selectable(candidate: string): boolean {
		return !isPasswordHeader(candidate);
	}
	const exact = table.header.findIndex((name) => selectable(name) && trimText(name) === trimText(header));
	if (exact !== -1) return exact;
	return table.header.findIndex((name) => selectable(name) && headerKey(name) === headerKey(header));
}

function headerNames(table: CsvTable, mapping: Mapping): Record<FieldName, string | null> {
	function nameOf(column: number | null): string | null {
		return column === null ? null : trimText(table.header[column] ?? '');
	}
	return {
		email: nameOf(mapping.email),
		name: nameOf(mapping.name),
		status: nameOf(mapping.status),
		notes: nameOf(mapping.notes),
		creditLimit: nameOf(mapping.creditLimit)
	};
}
