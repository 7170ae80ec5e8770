import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readImportArguments } from '../../../../src/client/cli/import-arguments.ts';
import { readExistingCustomers } from '../../../../src/client/cli/read-existing-customers.ts';
import { csvHeaderLine, csvLine } from '../../../../src/lib/import/csv/write-csv.ts';
import { bytesOf, customer } from '../../../support/core.ts';

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
	const command = ['src/client/cli/distribu.ts', 'import', '--offline'];
	const run = spawnSync(process.execPath, ['--import', 'tsx', ...command, ...args], { encoding: 'utf8' });
	return { status: run.status, lines: run.stdout.trimEnd().split('\n'), error: run.stderr };
}

const good = 'Email,Full name,Credit line\nann@x.co,Ann,100\nbob@x.co,Bob,5\n';

describe('npm run preview, the offline form of distribu import', () => {
	test('prints one JSON object a file and line, and exits with the worst status', () => {
		const against = file(
			'customers.json',
			JSON.stringify([{ email: 'ann@x.co', name: 'Ann', status: 'ACTIVE', notes: 'n', creditLimit: 100 }])
		);
		const { status, lines } = preview(
			file('good.csv', good),
			file('bad.csv', 'email,limit\nann@x.co,-1\n'),
			file('empty.csv', ''),
			'--existing',
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
				leftOut: 0,
				losses: { namesRemoved: 0, notesRemoved: 0, creditLimitsRemoved: 0, customersUnblocked: 0 },
				imports: 1,
				warnings: [],
				confirmations: [],
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

	test('--help says on stdout how each command is used, wherever it stands, and does nothing else', () => {
		const { status, lines, error } = preview(file('helped.csv', good), '--help');
		expect({ status, error }).toEqual({ status: 0, error: '' });
		expect(lines[0]).toMatch(/^Usage: distribu import FILE/);
		expect(lines.join('\n')).toMatch(/distribu export[\s\S]+imports undo/);
		// After -- it is a file's name.
		expect(preview('--', '--help').status).toBe(2);
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

	test('W4 rows with issues stand in the way of all others, unless they are left out', () => {
		const name = file('half.csv', 'email,limit\nann@x.co,-1\nbob@x.co,1\nann@x.co,2\n');
		expect(preview(name).status).toBe(1);
		const { status, lines } = preview(name, '--leave-out-issues', '--json');
		expect(status).toBe(0);
		// Both copies of an address are issues, and so both are left out (spec V6).
		expect(JSON.parse(lines[0] ?? '')).toMatchObject({ create: 1, leftOut: 2, issues: [], importable: true });
	});

	test('S3 an empty cell clears what a customer has, unless it is kept', () => {
		const existing = file('has.csv', 'email,notes\nann@x.co,old\n');
		const name = file('empties.csv', 'email,notes,name\nann@x.co,,Ann\n');
		const [plain = ''] = preview(name, '--existing', existing, '--json').lines;
		expect(JSON.parse(plain)).toMatchObject({ update: 1, losses: { notesRemoved: 1 } });
		const [kept = ''] = preview(name, '--existing', existing, '--keep-empty', 'notes', '--json').lines;
		expect(JSON.parse(kept)).toMatchObject({ update: 1, losses: { notesRemoved: 0 } });
	});

	test('P8 of two columns with one name, each can be mapped', () => {
		const name = file('twins.csv', 'email,Note,Note\nann@x.co,first,second\n');
		const [line = ''] = preview(name, '--map', 'notes=Note (column C)', '--json').lines;
		expect(JSON.parse(line)).toMatchObject({ mapping: { notes: 'Note' }, create: 1 });
	});

	test('P9 a column of passwords cannot be mapped', () => {
		const name = file('secret.csv', 'email,Password\nann@x.co,pw\n');
		const { status, lines } = preview(name, '--map', 'notes=Password', '--json');
		expect(status).toBe(2);
		expect(JSON.parse(lines[0] ?? '')).toMatchObject({ fatal: { code: 'COLUMN_NOT_FOUND' } });
	});

	test('what a file says does not steer the terminal', () => {
		const name = file('steer.csv', 'email,status\nann@x.co,\u001b[31mred\u202e\n');
		const { lines } = preview(name);
		for (const steering of ['\u001b', '\u202e']) expect(lines.join('\n')).not.toContain(steering);
		expect(lines.join('\n')).toContain('\\u001b[31mred');
	});

	test('wrong arguments are a sentence and the usage', () => {
		const { status, error } = preview('--frobnicate');
		expect(status).toBe(2);
		expect(error).toMatch(/^Unknown option --frobnicate\.\n\nUsage:/);
		expect(error).not.toMatch(/^\s+at /m);
	});
});

describe('arguments', () => {
	test.each([
		[['--offline'], /at least one file/],
		[[], /the file/],
		[['a.csv', 'b.csv'], /one file/],
		[['a.csv', '--map', 'phone=x'], /--map needs/],
		[['a.csv', '--map', 'phone'], /--map needs/],
		[['a.csv', '--map'], /needs a value/],
		[['a.csv', '--keep-empty', 'phone'], /--keep-empty needs a field/],
		[['a.csv', '--offline', '--plan-limit', '-1'], /whole number/],
		[['a.csv', '--plan-limit', '1'], /Unknown option --plan-limit/],
		[['a.csv', '--offline', '--yes'], /Unknown option --yes/],
		[['a.csv', '--yes=no'], /takes no value/],
		[['a.csv', '-y'], /Unknown option -y/],
		[['a.csv', '--token', 'x'], /Unknown option --token/]
	])('%j', (argv, message) => {
		expect(() => readImportArguments(argv)).toThrow(message);
	});
	test('a header may hold an equals sign, and a field may be left out', () => {
		expect(readImportArguments(['a.csv', '--map', 'name=a=b', '--map', 'notes=']).columns).toEqual({
			name: 'a=b',
			notes: null
		});
	});
	test('what follows -- is a file, whatever it is called', () => {
		expect(readImportArguments(['--yes', '--', '--offline'])).toMatchObject({
			kind: 'online',
			file: '--offline'
		});
	});
	test('--existing is what --against was', () => {
		for (const option of ['--existing', '--against'])
			expect(readImportArguments(['--offline', 'a.csv', option, 'b.csv'])).toMatchObject({
				existing: 'b.csv'
			});
	});
});

describe('--existing', () => {
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
