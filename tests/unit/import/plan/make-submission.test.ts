import { expect, test } from 'vitest';
import { checkFileRows } from '../../../../src/lib/import/check/check-rows.ts';
import { planDigest, rowDigest } from '../../../../src/lib/import/plan/digest.ts';
import { makeSubmission } from '../../../../src/lib/import/plan/make-submission.ts';
import { clearEmptyCells } from '../../../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../../../src/lib/import/columns/match-headers.ts';
import { planImport } from '../../../../src/lib/import/plan/plan-import.ts';
import { tableOf } from '../../../support/core.ts';

const text = 'E-Mail,password,Phone,Credit\n A@x.co ,hunter2,555,1.5\n\nb@x.co,secret,556,\n';
const table = tableOf(text);
const rows = checkFileRows(table, proposeMapping(table).mapping);
const options = { emptyCells: { ...clearEmptyCells, creditLimit: 'keep' as const } };
const plan = planImport(rows, new Map(), options);
const submission = makeSubmission(rows, options, plan);

test('A1 it holds the normalised values of mapped fields, with the rows of the spreadsheet', () => {
	expect(submission.rowNumbers).toEqual([2, 4]);
	expect(submission.columns).toEqual({ email: ['a@x.co', 'b@x.co'], creditLimit: ['1.50', null] });
	expect(submission.emptyCells).toEqual(options.emptyCells);
});

test('A1 its digests are those of the plan that was seen', () => {
	expect(submission.rowDigests).toEqual(plan.outcomes.map(rowDigest));
	expect(submission.digest).toBe(planDigest(options, ['email', 'creditLimit'], submission.rowDigests));
});

test('P9 no cell of any other column is in it', () => {
	const json = JSON.stringify(submission);
	for (const secret of ['hunter2', 'secret', '555']) expect(json).not.toContain(secret);
});
