import { fieldNames } from '../customer/customer.ts';
import type { ApplyRequest, BatchOfRun } from '../import/apply.ts';
import type { Mapping } from '../import/mapping.ts';
import { mappingToRemember } from '../import/columns/remember-mapping.ts';
import type { FileSummary, Submission } from '../import/worker-api.ts';
import type { OpenedFile } from './import-step.ts';

/**
 * What to send to apply a preview (spec A1), or one batch of it (spec I30). Each batch has the mapping to remember: it
 * may be another than that of the batch before.
 *
 * @param run set for a batch
 */
export function applyRequest(
	importId: string,
	{ file, summary }: OpenedFile,
	mapping: Mapping,
	submission: Submission,
	run: BatchOfRun | null
): ApplyRequest {
	const { sha256, bytes } = summary;
	const remember = mappingToRemember(summary, mapping);
	return {
		importId,
		file: { name: file.name, sha256, bytes },
		mapping: headersOf(summary, mapping),
		...(remember ? { remember } : {}),
		...(run ? { run } : {}),
		submission
	};
}

function headersOf({ columns }: FileSummary, mapping: Mapping): ApplyRequest['mapping'] {
	const headers: ApplyRequest['mapping'] = {};
	for (const field of fieldNames) {
		const column = mapping[field];
		if (column !== null) headers[field] = columns[column]?.header ?? '';
	}
	return headers;
}
