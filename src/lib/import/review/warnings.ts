import { type PlanUsage, exceedsPlan } from '../../customer/plan-limit.ts';
import { trimText } from '../../customer/text.ts';
import { matchHeader } from '../headers/header-names.ts';
import type { ImportWarning } from '../issue.ts';
import type { Review } from './review.ts';
import { speaksAgainstStatus } from '../columns/status-evidence.ts';
import type { StatusWords } from './status-words.ts';

// A warning names a few words; the panel of status words lists more.
const namedWords = 5;

/** What the person should know before importing: plan limit, missing cells, unknown status words (spec W6, P6, V3, M5). */
export function collectWarnings(
	{ desk, plan }: Review,
	words: StatusWords,
	usage: PlanUsage
): ImportWarning[] {
	const { source, table, mapping, folded } = desk;
	const warnings: ImportWarning[] = [];
	const creates = plan.counts.create;
	if (usage.allowed !== null && exceedsPlan(usage, creates)) {
		warnings.push({ code: 'PLAN_LIMIT', allowed: usage.allowed, present: usage.present, creates });
	}
	if (mapping.status === null) {
		const fixes = { table, rows: [...folded.cells.keys()] };
		const state = table.header.find(
			(header, column) =>
				matchHeader(header)?.field === 'status' && speaksAgainstStatus(source, column, fixes)
		);
		if (state !== undefined) warnings.push({ code: 'STATE_NOT_STATUS', header: trimText(state) });
	}
	if (words.unknown.rows > 0) warnings.push(unknownStatus(words));
	if (table.shortRows > 0) warnings.push({ code: 'MISSING_CELLS', rows: table.shortRows });
	return warnings;
}

function unknownStatus({ words, unknown }: StatusWords): ImportWarning {
	const named = words.filter(({ isKnown }) => !isKnown).slice(0, namedWords);
	return {
		code: 'UNKNOWN_STATUS',
		words: named.map(({ word, rows, unblocks }) => ({ word, rows, unblocks })),
		...unknown
	};
}
