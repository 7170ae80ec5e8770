import { proxy, wrap } from 'comlink';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { toColumns } from '../../../src/lib/customer/customer-columns.ts';
import {
	type ImportWorker,
	type WorkerAnswer,
	createImportWorker
} from '../../../src/lib/browser/import-worker.ts';
import { sha256Hex } from '../../../src/lib/import/plan/digest.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { clearEmptyCells, noMapping } from '../../../src/lib/import/mapping.ts';
import type {
	FileSummary,
	FirstRows,
	ImportWorkerApi,
	OpenResult,
	ReadingListener,
	RowQuery
} from '../../../src/lib/import/worker-api.ts';
import { csvFile, csvFixture } from '../../support/csv-fixtures.ts';
import { type XlsxCell, xlsxOf } from '../../support/xlsx.ts';

const all: RowQuery = { filter: 'all', search: '' };

let worker: ImportWorker;

afterEach(() => worker.end());

function startOwner(start?: () => Worker): ImportWorker {
	worker = createImportWorker(start);
	return worker;
}

function valueOf<T>(answer: WorkerAnswer<T>): T {
	if (answer.kind !== 'answer') throw new Error(`The worker ${answer.kind}.`);
	return answer.value;
}

function read(file: File, listener: Partial<ReadingListener> = {}) {
	const deaf = { onProgress: () => undefined, onFirstRows: () => undefined };
	return worker.open(file, {}, defaultLimits, { ...deaf, ...listener });
}

async function open(file: File): Promise<FileSummary> {
	const result: OpenResult = valueOf(await read(file));
	if (result.kind !== 'opened') throw new Error(result.problem.code);
	return result.file;
}

/** Plans the open file with the mapping that its headers propose, against no customers. */
async function review(summary: FileSummary) {
	valueOf(await worker.ask((api) => api.map(summary.mapping)));
	return valueOf(await worker.ask((api) => api.review(clearEmptyCells)));
}

describe('a file that can be read', () => {
	test('P1 P2 M2 M3 semicolons, BOM, aliases and decorated headers', async () => {
		startOwner();
		const file = await csvFixture('aliases-semicolon-bom.csv');
		const summary = await open(file);
		expect(summary.dialect).toEqual({ encoding: 'utf-8', delimiter: ';' });
		expect(summary.mapping).toEqual({ email: 0, name: 1, status: 2, notes: 3, creditLimit: 4 });
		expect(summary.sha256).toBe(sha256Hex(new Uint8Array(await file.arrayBuffer())));
		expect((await review(summary)).counts).toEqual({ create: 2, update: 0, unchanged: 0, issue: 0 });
		const { rows } = valueOf(await worker.ask((api) => api.rows({ ...all, filter: 'create' }, 0, 1)));
		const [row] = rows;
		expect(row?.values).toEqual({
			email: 'acme@example.com',
			name: 'Acme Foods',
			status: 'BLOCKED',
			notes: 'Net 30; call first',
			creditLimit: '1500.50'
		});
	});

	test.each([
		['windows-1252.csv', 'windows-1252', 'Café €'],
		['utf-16le.csv', 'utf-16le', 'Café']
	])('P2 F11 %s is read as %s in a real browser', async (name, encoding, text) => {
		startOwner();
		const summary = await open(await csvFixture(name));
		expect(summary.dialect.encoding).toBe(encoding);
		expect(summary.columns[1]?.samples).toEqual([text]);
	});

	test('P8 two headers alike are told apart', async () => {
		startOwner();
		const { columns } = await open(await csvFixture('twin-headers.csv'));
		expect(columns.map(({ label }) => label)).toEqual([
			'email',
			'Phone (column B)',
			'phone (column C)',
			'name'
		]);
	});

	test('M5 a postal state is not the status', async () => {
		startOwner();
		const { mapping, columns } = await open(await csvFixture('postal-state.csv'));
		expect(mapping.status).toBeNull();
		expect(columns[1]?.ignored).toBe('not-status-words');
	});

	test('P9, T20 no cell of a password column leaves the worker, whatever is asked', async () => {
		startOwner();
		const summary = await open(await csvFixture('password.csv'));
		const answers = [
			summary,
			valueOf(await worker.ask((api) => api.readings())),
			await review(summary),
			valueOf(await worker.ask((api) => api.rows(all, 0, 50))),
			valueOf(await worker.ask((api) => api.submission()))
		];
		const said = JSON.stringify(answers);
		for (const secret of ['hunter2', 'correct horse']) expect(said).not.toContain(secret);
		expect(JSON.stringify(answers.slice(2))).not.toContain('555-01');
	});

	test('P11 a workbook is read by its sheet, known by its own size and hash, and given back as CSV', async () => {
		startOwner();
		const rows: XlsxCell[][] = [
			['Of May'],
			[],
			['email', 'creditLimit'],
			['a@x.co', { number: '5', format: '0.00' }]
		];
		const bytes = xlsxOf([
			{ name: 'About', rows: [['x']] },
			{ name: 'Customers', rows }
		]);
		const summary = await open(new File([bytes], 'list.csv'));
		expect(summary).toMatchObject({
			bytes: bytes.length,
			sha256: sha256Hex(bytes),
			workbook: { sheets: ['About', 'Customers'], sheet: 'Customers' },
			headerRow: 3,
			topRows: [
				{ row: 1, cells: ['Of May'] },
				{ row: 3, cells: ['email', 'creditLimit'] },
				{ row: 4, cells: ['a@x.co', '5.00'] }
			]
		});
		expect(valueOf(await worker.ask((api) => api.readings()))).toEqual({ encodings: [], delimiters: [] });
		expect((await review(summary)).counts.create).toBe(1);
		const { blob } = valueOf(await worker.ask((api) => api.correctedFile()));
		expect(await blob.text()).toMatch(/^Of May,*\r\n\r\nemail,creditLimit\r\na@x\.co,5\.00\r\n$/);
	});

	test('P2 a text file is shown in other readings', async () => {
		startOwner();
		await open(csvFile('Customers\nemail;name\na@x.co;Zoë\n'));
		const { encodings, delimiters } = valueOf(await worker.ask((api) => api.readings()));
		expect(encodings.map(({ rows }) => rows[1]?.[1])).toEqual(['Zoë', 'ZoÃ«']);
		expect(delimiters.map(({ rows }) => rows.at(-1)?.length)).toEqual([1, 2, 1, 1]);
	});

	test('M7 a remap gives another plan of the same file, without another reading', async () => {
		startOwner();
		const summary = await open(await csvFixture('password.csv'));
		await review(summary);
		const mapping = { ...noMapping, email: 0, notes: 3 };
		valueOf(await worker.ask((api) => api.map(mapping)));
		valueOf(await worker.ask((api) => api.review(clearEmptyCells)));
		const { rows } = valueOf(await worker.ask((api) => api.rows(all, 0, 1)));
		const [row] = rows;
		expect(row?.values).toMatchObject({ name: null, notes: '555-0100' });
	});

	test('S1 customers that the lookup found are compared with', async () => {
		startOwner();
		const summary = await open(await csvFixture('minimal.csv'));
		const { toLookUp } = valueOf(await worker.ask((api) => api.map(summary.mapping)));
		const emails = valueOf(await worker.ask((api) => api.emailsToLookUp(toLookUp)));
		expect(emails).toEqual(['new@example.com']);
		const known = {
			email: 'new@example.com',
			name: 'N',
			status: 'BLOCKED',
			notes: null,
			creditLimit: null
		} as const;
		valueOf(
			await worker.ask((api) =>
				api.addExisting([known.email], toColumns([known]), { allowed: 25, present: 25 })
			)
		);
		const { counts, warnings } = valueOf(await worker.ask((api) => api.review(clearEmptyCells)));
		expect(counts).toEqual({ create: 0, update: 0, unchanged: 1, issue: 0 });
		expect(warnings).toEqual([]);
	});

	test('I3 progress goes up to the whole file', async () => {
		startOwner();
		const parts: number[] = [];
		const file = csvFile(`email\n${'a@b.co\n'.repeat(4000)}`);
		valueOf(await read(file, { onProgress: (part) => parts.push(part) }));
		await vi.waitFor(() => expect(parts.at(-1)).toBe(1));
		expect(parts).toEqual([...parts].sort((a, b) => a - b));
	});
});

test.each([
	['empty.csv', 'FILE_EMPTY'],
	['header-only.csv', 'FILE_NO_ROWS'],
	['no-header.csv', 'FILE_NO_HEADER']
])('I5 %s ends in %s', async (name, code) => {
	startOwner();
	const result = valueOf(await read(await csvFixture(name)));
	expect(result).toMatchObject({ kind: 'unreadable', problem: { code } });
});

describe('T32 one file, one worker', () => {
	const long = csvFile(
		`email,name\n${Array.from({ length: 5000 }, (_, i) => `old${i}@x.co,Old`).join('\n')}`
	);

	test('a new file ends the reading of the old one, whose answer never comes', async () => {
		startOwner();
		const progress = vi.fn();
		const old = read(long, { onProgress: progress });
		const next = open(csvFile('email\nnew@x.co'));
		expect(await old).toEqual({ kind: 'ended' });
		const told = progress.mock.calls.length;
		expect((await next).rows).toBe(1);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(progress).toHaveBeenCalledTimes(told);
	});

	test('a question about the old file is never answered from the new one', async () => {
		startOwner();
		const summary = await open(long);
		await review(summary);
		const late = worker.ask((api) => api.rows(all, 0, 5000));
		const next = await open(csvFile('email\nnew@x.co'));
		expect(await late).toEqual({ kind: 'ended' });
		await review(next);
		const { rows } = valueOf(await worker.ask((api) => api.rows(all, 0, 50)));
		expect(rows.map(({ email }) => email)).toEqual(['new@x.co']);
	});

	test('a new file sees nothing of the customers and mapping of the old one', async () => {
		startOwner();
		const first = await open(csvFile('email\na@x.co'));
		valueOf(await worker.ask((api) => api.map(first.mapping)));
		const known = { email: 'a@x.co', name: null, status: 'ACTIVE', notes: null, creditLimit: null } as const;
		valueOf(
			await worker.ask((api) =>
				api.addExisting([known.email], toColumns([known]), { allowed: null, present: 1 })
			)
		);
		const second = await open(csvFile('email\na@x.co'));
		expect(valueOf(await worker.ask((api) => api.rows(all, 0, 50)))).toEqual({ total: 0, rows: [] });
		expect((await review(second)).counts.create).toBe(1);
	});

	test('a cancel ends the reading, and the next file is read as ever', async () => {
		startOwner();
		const old = read(long);
		worker.end();
		expect(await old).toEqual({ kind: 'ended' });
		expect(await worker.ask((api) => api.positionOf(2, all))).toEqual({ kind: 'ended' });
		expect((await open(csvFile('email\nnew@x.co'))).rows).toBe(1);
	});
});

describe('I3 the beginning of a file', () => {
	const row = `shop@x.co,hunter2,${'x'.repeat(1000)}\n`;

	test('that takes a while is told before the rest is read, without its passwords (P9)', async () => {
		startOwner();
		const told: (FirstRows | 'answer')[] = [];
		const file = csvFile(`email,password,notes\n${row.repeat(2000)}`);
		const reading = read(file, { onFirstRows: (first) => told.push(first) });
		valueOf(await reading.finally(() => told.push('answer')));
		expect(told).toHaveLength(2);
		const [first] = told;
		if (first === undefined || first === 'answer') throw new Error('The answer came first.');
		expect(first.mapping).toMatchObject({ email: 0, notes: 2 });
		expect(first.rows).toHaveLength(50);
		expect(first.rows[49]).toMatchObject({ row: 51, cells: ['shop@x.co', '', expect.any(String)] });
		expect(JSON.stringify(first)).not.toContain('hunter2');
	});

	test('that is short, or a workbook, is not told', async () => {
		startOwner();
		const onFirstRows = vi.fn();
		valueOf(await read(csvFile(`email,password,notes\n${row.repeat(1000)}`), { onFirstRows }));
		const random = crypto.getRandomValues(new Uint8Array(64_000));
		const cells = Array.from({ length: 32 }, (_, i) => [`a${i}@x.co`, random.slice(i * 2000).join('')]);
		const workbook = new File([xlsxOf([{ name: 'S', rows: [['email', 'notes'], ...cells] }])], 'list.xlsx');
		expect(workbook.size).toBeGreaterThan(1024 * 1024);
		valueOf(await read(workbook, { onFirstRows }));
		expect(onFirstRows).not.toHaveBeenCalled();
	});
});

describe('a worker that is warmed up', () => {
	test('tells the first file nothing of what it was warmed up with', async () => {
		const raw = realWorker();
		const api = wrap<ImportWorkerApi>(raw);
		await api.warmUp();
		expect(await api.rows(all, 0, 50)).toEqual({ total: 0, rows: [] });
		const listener = proxy({ onProgress: () => undefined, onFirstRows: () => undefined });
		const opened = await api.open(csvFile('email\nnew@x.co\n'), {}, defaultLimits, listener);
		if (opened.kind !== 'opened') throw new Error(opened.problem.code);
		expect(await api.map(opened.file.mapping)).toEqual({ toLookUp: 1 });
		expect(await api.emailsToLookUp(9)).toEqual(['new@x.co']);
		expect((await api.review(clearEmptyCells)).counts).toMatchObject({ create: 1, update: 0 });
		raw.terminate();
	});

	test('leaves off for a file that is chosen meanwhile, which is read as ever', async () => {
		startOwner();
		worker.warm();
		const summary = await open(csvFile('email\nnew@x.co\n'));
		expect(summary.rows).toBe(1);
		expect((await review(summary)).counts.create).toBe(1);
	});

	test('is the one that the first file is read in', async () => {
		const start = vi.fn(realWorker);
		startOwner(start);
		worker.warm();
		worker.warm();
		await open(csvFile('email\nnew@x.co\n'));
		expect(start).toHaveBeenCalledTimes(1);
	});
});

describe('a worker that fails', () => {
	function brokenWorker(): Worker {
		const script = new Blob(['throw new Error("broken")'], { type: 'text/javascript' });
		return new Worker(URL.createObjectURL(script));
	}

	test('is said to have crashed, and the next file gets a fresh one', async () => {
		let starts = 0;
		startOwner(() => {
			starts++;
			return starts === 1 ? brokenWorker() : realWorker();
		});
		expect(await read(csvFile('email\na@x.co'))).toEqual({ kind: 'crashed' });
		expect((await open(csvFile('email\na@x.co'))).rows).toBe(1);
	});

	test('an exception in the worker is a crash, not an unhandled rejection', async () => {
		startOwner();
		await open(csvFile('email\na@x.co'));
		expect(await worker.ask((api) => api.submission())).toEqual({ kind: 'crashed' });
		expect(await worker.ask((api) => api.positionOf(2, all))).toEqual({ kind: 'crashed' });
	});
});

function realWorker(): Worker {
	return new Worker(new URL('../../../workers/import.worker.ts', import.meta.url), { type: 'module' });
}
