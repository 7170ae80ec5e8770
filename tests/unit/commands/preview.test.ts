import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArguments } from '../../../src/commands/preview-arguments.ts';
import { readExistingCustomers } from '../../../src/commands/read-existing-customers.ts';
import { csvHeaderLine, csvLine } from '../../../src/lib/import/csv/write-csv.ts';
import { bytesOf, customer } from '../../support/core.ts';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'distribu-preview-'));
});
afterAll(() => {
	rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

function preview(...args: string[]): { status: number | null; lines: string[]; error: string } {
	const run = spawnSync(process.execPath, ['--import', 'tsx', 'src/commands/preview.ts', ...args], {
		encoding: 'utf8'
	});
	return { status: run.status, lines: run.stdout.trimEnd().split('\n'), error: run.stderr };
}

const good = 'Email,Full name,Credit line\nann@x.co,Ann,100\nbob@x.co,Bob,5\n';

describe('npm run preview', () => {
	test('prints one JSON object a file and line, and exits with the worst status', () => {
		const against = file(
			'customers.json',
			JSON.stringify([{ email: 'ann@x.co', name: 'Ann', status: 'ACTIVE', notes: 'n', creditLimit: 100 }])
		);
		const { status, lines } = preview(
			file('good.csv', good),
			file('bad.csv', 'email,limit\nann@x.co,-1\n'),
			file('empty.csv', ''),
			'--against',
			against,
			'--json'
		);
		const reports = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(status).toBe(2);
		expect(reports).toEqual([
			{
				file: join(folder, 'good.csv'),
				fatal: null,
				mapping: { email: 'Email', name: 'Full name', status: null, notes: null, creditLimit: 'Credit line' },
				create: 1,
				update: 0,
				unchanged: 1,
				issues: [],
				losses: { namesRemoved: 0, notesRemoved: 0, creditLimitsRemoved: 0, customersUnblocked: 0 },
				imports: 1,
				warnings: [],
				importable: true
			},
			expect.objectContaining({
				fatal: null,
				importable: false,
				issues: [
					{ row: 2, field: 'creditLimit', code: 'CREDIT_NEGATIVE', message: "Credit limit can't be below 0." }
				]
			}),
			expect.objectContaining({
				fatal: { code: 'FILE_EMPTY', message: expect.any(String) as string },
				importable: false
			})
		]);
	});

	test('I30 a file that is too large for one import is planned whole, and says how many it takes', () => {
		const rows = Array.from({ length: 10_001 }, (_, i) => `c${i}@x.co`);
		const large = file('large.csv', `email\n${rows.join('\n')}\n`);
		const { status, lines } = preview(large);
		expect(status).toBe(0);
		expect(lines.slice(2)).toEqual([
			'  10001 to create, 0 to update, 0 unchanged, 0 issues',
			'  Too large for one import: it takes 3'
		]);
		const known = file('known.csv', `email,notes\n${rows.slice(0, 10_000).join(',\n')},\n`);
		const [json = ''] = preview(large, '--against', known, '--json').lines;
		expect(JSON.parse(json)).toMatchObject({ create: 1, unchanged: 10_000, imports: 1 });
	});

	test.each([
		['importable', good, 0],
		['issues', 'email\nx\n', 1],
		['unreadable', 'email\n', 2],
		['no email column', 'Phone\n1\n', 2]
	])('exit status: %s', (name, text, status) => {
		expect(preview(file(`${name}.csv`, text)).status).toBe(status);
	});

	test('maps by hand, takes the plan limit, and writes for people without --json', () => {
		const { status, lines } = preview(
			file('hand.csv', 'Mail,Email,X\nann@x.co,old,9\n'),
			'--map',
			'email=Mail',
			'--map=creditLimit=X',
			'--plan-limit',
			'0'
		);
		expect(status).toBe(0);
		expect(lines.slice(1)).toEqual([
			'  email from "Mail", creditLimit from "X"',
			'  1 to create, 0 to update, 0 unchanged, 0 issues',
			"  Warning: 1 new customer won't fit: your plan allows 0, you have 0 (0 free). Updates don't count."
		]);
	});

	test('wrong arguments are a sentence and the usage', () => {
		const { status, error } = preview('--frobnicate');
		expect(status).toBe(2);
		expect(error).toMatch(/^Unknown option --frobnicate\.\n\nUsage:/);
		expect(error).not.toContain('at ');
	});
});

describe('arguments', () => {
	test.each([
		[[], /at least one file/],
		[['a.csv', '--map', 'phone=x'], /--map needs/],
		[['a.csv', '--map'], /needs a value/],
		[['a.csv', '--plan-limit', '-1'], /whole number/]
	])('%j', (argv, message) => {
		expect(() => readArguments(argv)).toThrow(message);
	});
	test('a header may hold an equals sign, and a field may be left out', () => {
		expect(readArguments(['a.csv', '--map', 'name=a=b', '--map', 'notes=']).map).toEqual({
			name: 'a=b',
			notes: null
		});
	});
});

describe('--against', () => {
	const customers = [customer('ann@x.co', { name: '=A', creditLimit: '0.10', status: 'BLOCKED' })];
	test('reads an export', async () => {
		const csv = csvHeaderLine() + customers.map(csvLine).join('');
		expect(await readExistingCustomers('list.csv', bytesOf(csv))).toEqual(customers);
		expect(await readExistingCustomers('list.csv', bytesOf(csvHeaderLine()))).toEqual([]);
	});
	test('reads JSON, with credit limits as text or number', async () => {
		expect(await readExistingCustomers('list.json', bytesOf(JSON.stringify(customers)))).toEqual(customers);
		expect(
			await readExistingCustomers('l.json', bytesOf('[{"email":"A@x.co","creditLimit":9999999999.99}]'))
		).toEqual([customer('a@x.co', { creditLimit: '9999999999.99' })]);
	});
	test.each([
		'{',
		'{}',
		'[1]',
		'[{"email":"x"}]',
		'[{"email":"a@x.co","status":"paused"}]',
		'[{"email":"a@x.co","creditLimit":true}]',
		'[{"email":"a@x.co","name":1}]'
	])('refuses %s', async (json) => {
		await expect(readExistingCustomers('l.json', bytesOf(json))).rejects.toThrow(/list to compare with/);
	});
});
