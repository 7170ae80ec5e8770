import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type MappedTable, mapColumns } from '../map-columns.ts';
import {
	type ExistingCustomers,
	type PlanImportOptions,
	type PlannedImport,
	planImport
} from '../plan-import.ts';
import { readCsv } from '../read-csv.ts';
import type { PlanArguments } from './import-arguments.ts';
import { type ImportReport, fatalReport } from './import-report.ts';
import { limitsOf } from './limits.ts';
import { UsageError } from './usage.ts';

/** A file that is read and mapped, or the report that says why it is not. */
export type PreparedFile = MappedTable | { kind: 'fatal'; report: ImportReport };

/**
 * Reads and maps a file as the arguments say.
 *
 * @param environment its limits (`IMPORT_MAX_…`)
 * @throws UsageError naming a limit that is no number
 */
export async function prepareFile(
	path: string,
	{ columns }: PlanArguments,
	environment: NodeJS.ProcessEnv
): Promise<PreparedFile> {
	const limits = limitsOf(environment);
	let bytes;
	try {
		bytes = openFile(path);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		return { kind: 'fatal', report: fatalReport(path, { code: 'FILE_NOT_FOUND', message: error.message }) };
	}
	const read = await readCsv(bytes, { fileName: basename(path), limits });
	if (read.kind === 'unreadable')
		return { kind: 'fatal', report: fatalReport(path, { code: read.problem.code, message: read.message }) };
	const mapped = mapColumns(read, columns);
	if (mapped.kind === 'mapped') return mapped;
	const { code } = mapped.problem;
	return { kind: 'fatal', report: fatalReport(path, { code, message: `${mapped.message} ${mapHint}` }) };
}

const mapHint = 'Say which with --map email="Header".';

/** A file's bytes. @throws UsageError when it cannot be opened */
export function openFile(path: string): Uint8Array<ArrayBuffer> {
	try {
		return new Uint8Array(readFileSync(path));
	} catch {
		throw new UsageError(`The file ${path} cannot be opened.`);
	}
}

/** A planned file, and the rows that were left out of it. */
export interface PreparedPlan {
	planned: PlannedImport;
	leftOut: number[];
}

/** Plans a file, without the rows that have issues where these are to be left out. */
export function planFile(
	mapped: MappedTable,
	existing: ExistingCustomers,
	{ emptyCells, leaveOutIssues }: PlanArguments,
	confirmed: PlanImportOptions['confirmed'] = []
): PreparedPlan {
	const planned = planImport(mapped, existing, { emptyCells, confirmed });
	if (!leaveOutIssues || planned.counts.issue === 0) return { planned, leftOut: [] };
	const leftOut = [...new Set(planned.issues.map(({ row }) => row))];
	return { planned: planImport(mapped, existing, { emptyCells, confirmed, leaveOut: leftOut }), leftOut };
}
