import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fieldNames } from '../../../../src/lib/customer/customer.ts';
import { checkFileRows } from '../../../../src/lib/import/check/check-rows.ts';
import { formatExamples } from '../../../../src/lib/import/csv/format-examples.ts';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import { clearEmptyCells } from '../../../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../../../src/lib/import/columns/match-headers.ts';
import type { ImportPlan } from '../../../../src/lib/import/plan.ts';
import { planImport } from '../../../../src/lib/import/plan/plan-import.ts';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { templateCsv } from '../../../../src/lib/import/csv/template-csv.ts';

function plan(bytes: Uint8Array): { header: string[]; plan: ImportPlan } {
	const read = readCsv(bytes, {}, defaultLimits);
	if (read.kind !== 'table') throw new Error(read.problem.code);
	const rows = checkFileRows(read.table, proposeMapping(read.table).mapping);
	return { header: read.table.header, plan: planImport(rows, new Map(), { emptyCells: clearEmptyCells }) };
}

const template = new URL('../../../../static/customers-template.csv', import.meta.url);

test('the template for download is what the field catalogue says (spec E4)', async () => {
	expect(await readFile(template, 'utf8')).toBe(templateCsv());
});

test('the template has the canonical columns and imports without an issue (spec E1, E4)', async () => {
	const { header, plan: planned } = plan(await readFile(template));
	expect(header).toEqual([...fieldNames]);
	expect(planned.counts).toEqual({ create: 3, update: 0, unchanged: 0, issue: 0 });
});

test.each(formatExamples)('the example "$title" imports without an issue (spec E4)', ({ csv }) => {
	const { plan: planned } = plan(new TextEncoder().encode(csv));
	expect(planned.issues).toEqual([]);
	expect(planned.counts.create).toBeGreaterThanOrEqual(2);
});

test('the example from another system is understood by its header names (spec M2)', () => {
	const { plan: planned } = plan(new TextEncoder().encode(formatExamples.at(-1)?.csv));
	expect(planned.outcomes[1]).toMatchObject({
		customer: { name: 'Blue Plate', status: 'BLOCKED', creditLimit: null, notes: null }
	});
});
