import type { FieldName } from '../customer/customer.ts';
import { carryMapping } from '../import/columns/carry-mapping.ts';
import type { Mapping, MappingReason } from '../import/mapping.ts';
import { type RememberedMapping, recallMapping } from '../import/columns/remember-mapping.ts';
import type { FileSummary, ReviewSummary } from '../import/worker-api.ts';
import type { ImportDraft } from './import-draft.ts';
import type { RunProgress } from './import-run.ts';
import { carryReasons, reasonsOf } from './mapping-reasons.ts';

/** What one file leaves to the one that replaces it (spec W4). */
export interface LastFile {
	summary: FileSummary;
	mapping: Mapping;
	reasons: Record<FieldName, MappingReason>;
	/** As the worker exported them; null where it could not. */
	fixes: Blob | null;
	/** What was previewed of it; null where it had no preview. */
	preview: ReviewSummary | null;
	/** Its run, which was given up for the file that replaces it (spec I30). */
	run: RunProgress | null;
}

/** The mapping that a file starts with. */
export interface StartMapping {
	mapping: Mapping;
	reasons: Record<FieldName, MappingReason>;
	/** When it was last imported with, where it is a remembered one. */
	recalledFrom: string | null;
}

/**
 * The mapping that a file starts with: that of the review of before a reload, that of the file which it replaces
 * (spec W4), the remembered one of its headers (spec M9), or what its headers propose.
 */
export function startMapping(
	summary: Pick<FileSummary, 'columns' | 'headerRow' | 'mapping'>,
	draft: ImportDraft | null,
	last: LastFile | null,
	remembered: readonly RememberedMapping[]
): StartMapping {
	const proposed = summary.mapping;
	if (draft) {
		const { mapping } = draft;
		return { mapping, reasons: reasonsOf(mapping, proposed), recalledFrom: null };
	}
	if (last) {
		const mapping = carryMapping(last.summary, last.mapping, summary);
		return { mapping, reasons: carryReasons(mapping, proposed, last), recalledFrom: null };
	}
	const recalled = recallMapping(remembered, summary);
	const mapping = recalled?.mapping ?? proposed;
	const reasons = reasonsOf(mapping, proposed, 'remembered');
	return { mapping, reasons, recalledFrom: recalled?.usedAt ?? null };
}
