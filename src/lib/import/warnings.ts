import { type PlanUsage, exceedsPlan } from '../customer/plan-limit.ts';
import { meaningOfStatus } from '../customer/status.ts';
import { trimText } from '../customer/text.ts';
import type { ImportWarning } from './issue.ts';
import type { Mapping } from './mapping.ts';
import { proposeMapping } from './match-headers.ts';
import type { ImportPlan } from './plan.ts';
import type { CsvTable } from './table.ts';

/** What the person should know before importing: plan limit, missing cells, unknown status words (spec W6, P6, V3, M5). */
export function collectWarnings(
	table: CsvTable,
	mapping: Mapping,
	plan: ImportPlan,
	usage: PlanUsage
): ImportWarning[] {
	const warnings: ImportWarning[] = [];
	const creates = plan.counts.create;
	if (usage.allowed !== null && exceedsPlan(usage, creates)) {
		warnings.push({ code: 'PLAN_LIMIT', allowed: usage.allowed, present: usage.present, creates });
	}
	warnings.push(...fileWarnings(table, mapping));
	return warnings;
}

/** The warnings that need no customers to compare with. */
function fileWarnings(table: CsvTable, mapping: Mapping): ImportWarning[] {
	const warnings: ImportWarning[] = [];
	if (mapping.status === null) {
		const state = proposeMapping(table).columns.findIndex(
			(column) => 'ignored' in column && column.ignored === 'not-status-words'
		);
		if (state !== -1)
			warnings.push({ code: 'STATE_NOT_STATUS', header: trimText(table.header[state] ?? '') });
	} else {
		const words = unknownStatusWords(table, mapping.status);
		const rows = words.reduce((sum, word) => sum + word.rows, 0);
		if (rows > 0) warnings.push({ code: 'UNKNOWN_STATUS', words, rows });
	}
	if (table.shortRows > 0) warnings.push({ code: 'MISSING_CELLS', rows: table.shortRows });
	return warnings;
}

/** The words of a status column that are not known, most frequent first (spec V3). */
function unknownStatusWords(table: CsvTable, column: number): { word: string; rows: number }[] {
	const counts = new Map<string, number>();
	for (const row of table.rows) {
		const word = trimText(row[column] ?? '');
		if (word !== '' && meaningOfStatus(word) === undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	return [...counts].map(([word, rows]) => ({ word, rows })).sort((one, other) => other.rows - one.rows);
}
