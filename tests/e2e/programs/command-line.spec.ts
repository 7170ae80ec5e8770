import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { exitCodes } from '../../../src/client/cli/exit-codes.ts';
import { runCommand } from '../../../src/client/cli/run-command.ts';
import type { Terminal } from '../../../src/client/cli/terminal.ts';
import { csvOf, generateCustomers } from '../../support/generate-customers.ts';
import { countAuditEntries, insertCustomers, query, readCustomers, setPlan, setRole } from '../database.ts';
import { signUpCompany } from '../fixtures.ts';
import { insertToken } from '../tokens.ts';
import { type ClientProject, type CommandEnd, expect, test } from './client-project.ts';
import { startMeddler } from './meddler.ts';

type Environment = Record<string, string>;

const twoCustomers = 'email,name\nann@cli.example,Ann\nben@cli.example,Ben\n';

let files = 0;

/** Writes a file of its own into the project that all tests share. */
function file(project: ClientProject, content: string): string {
	const name = `file-${process.pid}-${files++}.csv`;
	project.write(name, content);
	return name;
}

async function distribu(
	project: ClientProject,
	environment: Environment,
	...args: string[]
): Promise<CommandEnd> {
	return await project.run('npx', ['distribu', ...args], environment);
}

async function json(
	project: ClientProject,
	environment: Environment,
	...args: string[]
): Promise<{
	status: number;
	report: unknown;
}> {
	const { status, stdout } = await distribu(project, environment, ...args, '--json');
	return { status, report: JSON.parse(stdout) };
}

test.describe('tokens', () => {
	test('T30 unknown, revoked, expired, of somebody who may no longer: exit 4, and nothing is written', async ({
		company,
		environment,
		project
	}) => {
		const name = file(project, twoCustomers);
		const { DISTRIBU_TOKEN: good } = environment;
		const hint = good.slice(-4);
		async function refused(token: string): Promise<void> {
			const own = { ...environment, DISTRIBU_TOKEN: token };
			const { status, report } = await json(project, own, 'import', name, '--yes');
			expect(status).toBe(exitCodes.token);
			expect(report).toMatchObject({ problem: { code: 'TOKEN_INVALID' } });
			const exported = await distribu(project, own, 'export');
			expect(exported).toMatchObject({ status: exitCodes.token, stdout: '' });
			expect(exported.stderr + JSON.stringify(report)).not.toContain(token);
		}
		await refused(`distribu_${'x'.repeat(43)}`);
		await setRole(company.owner.email, 'MEMBER');
		await refused(good);
		await setRole(company.owner.email, 'OWNER');
		await query(
			`UPDATE "ApiToken" SET "expiresAt" = "createdAt" + interval '1 millisecond' WHERE "companyId" = $1`,
			[company.id]
		);
		await refused(good);
		await query(
			`UPDATE "ApiToken" SET "expiresAt" = now() + interval '1 day', "revokedAt" = now() WHERE "companyId" = $1 AND "hint" = $2`,
			[company.id, hint]
		);
		await refused(good);
		expect(await readCustomers(company.id)).toEqual([]);
		expect(await countAuditEntries(company.id)).toBe(0);
	});

	test('a wrongly scoped token: exit 4 with the scope that is missing, whatever the command', async ({
		company,
		environment,
		project
	}) => {
		const reading = await insertToken(company.owner.email, { scopes: ['customers:read'] });
		const own = { ...environment, DISTRIBU_TOKEN: reading };
		const name = file(project, twoCustomers);
		const ended = await distribu(project, own, 'import', name, '--yes');
		expect(ended.status).toBe(exitCodes.token);
		expect(ended.stderr).toContain('SCOPE_MISSING');
		expect(ended.stderr).toContain('imports:apply');
		for (const args of [
			['imports', 'list'],
			['imports', 'show', randomUUID()],
			['imports', 'undo', randomUUID(), '--yes']
		])
			expect((await distribu(project, own, ...args)).status).toBe(exitCodes.token);
		expect((await distribu(project, own, 'export')).status).toBe(0);
		const applying = await insertToken(company.owner.email, { scopes: ['imports:apply'] });
		const other = { ...environment, DISTRIBU_TOKEN: applying };
		expect((await distribu(project, other, 'export')).status).toBe(exitCodes.token);
		expect(await readCustomers(company.id)).toEqual([]);
	});

	test("T01 another company's import is not found, and its customers are nobody's", async ({
		browser,
		company,
		environment,
		project
	}) => {
		await insertCustomers(company.id, generateCustomers(3, 'lean'));
		const name = file(project, twoCustomers);
		expect((await distribu(project, environment, 'import', name, '--yes')).status).toBe(0);
		const [row] = await query<{ id: string }>('SELECT "id"::text FROM "Import" WHERE "companyId" = $1', [
			company.id
		]);
		const importId = row?.id ?? '';

		const context = await browser.newContext();
		const foreign = await signUpCompany(context);
		await context.close();
		const theirs = { ...environment, DISTRIBU_TOKEN: await insertToken(foreign.owner.email) };
		for (const args of [
			['imports', 'show', importId],
			['imports', 'undo', importId, '--yes']
		]) {
			const { status, report } = await json(project, theirs, ...args);
			expect(status).toBe(exitCodes.refused);
			expect(report).toMatchObject({ problem: { code: 'IMPORT_NOT_FOUND' } });
		}
		expect(await json(project, theirs, 'imports', 'list')).toEqual({ status: 0, report: [] });
		expect((await distribu(project, theirs, 'export')).stdout).toBe(
			'\ufeffemail,name,status,notes,creditLimit\r\n'
		);
		expect(await readCustomers(company.id)).toHaveLength(5);
	});

	test('without an address or a token, or with wrong words: exit 2', async ({ environment, project }) => {
		const name = file(project, twoCustomers);
		const { DISTRIBU_TOKEN, DISTRIBU_URL } = environment;
		for (const own of [
			{ DISTRIBU_URL, DISTRIBU_TOKEN: '' },
			{ DISTRIBU_URL: '', DISTRIBU_TOKEN },
			{ DISTRIBU_URL: 'shop', DISTRIBU_TOKEN },
			{ DISTRIBU_URL, DISTRIBU_TOKEN: 'two words' }
		])
			expect((await distribu(project, own, 'import', name, '--yes')).status).toBe(exitCodes.usage);
		for (const args of [[], ['frobnicate'], ['import'], ['imports'], ['imports', 'show'], ['export', 'x']]) {
			const ended = await distribu(project, environment, ...args);
			expect(ended).toMatchObject({ status: exitCodes.usage, stdout: '' });
			expect(ended.stderr).toContain('Usage: distribu import FILE');
		}
		const missing = await json(project, environment, 'import', 'no-such-file.csv');
		expect(missing).toMatchObject({
			status: exitCodes.usage,
			report: { problem: { code: 'FILE_NOT_FOUND' } }
		});
	});
});

test.describe('what the page would not let a person do', () => {
	test('W4 a file with issues is not imported; without the rows that have them it is', async ({
		company,
		environment,
		project
	}) => {
		const name = file(project, 'email,limit\nann@cli.example,10\nben@cli.example,-1\n');
		const refused = await json(project, environment, 'import', name, '--yes');
		expect(refused).toMatchObject({
			status: exitCodes.refused,
			report: { issues: [{ row: 3, code: 'CREDIT_NEGATIVE' }], applied: [], problem: { code: 'ISSUES' } }
		});
		expect(await readCustomers(company.id)).toEqual([]);
		const left = await distribu(project, environment, 'import', name, '--yes', '--leave-out-issues');
		expect(left.status).toBe(0);
		expect(left.stderr).toContain('Left out, since they have issues: rows 3.');
		expect((await readCustomers(company.id)).map(({ email }) => email)).toEqual(['ann@cli.example']);
	});

	test('A4, W6 more customers than the plan allows: exit 1 with the numbers, and nothing is written', async ({
		company,
		environment,
		project
	}) => {
		const name = file(project, csvOf(generateCustomers(26, 'lean')));
		for (const how of ['--dry-run', '--yes'])
			expect(await json(project, environment, 'import', name, how)).toMatchObject({
				status: exitCodes.refused,
				report: { create: 26, warnings: [{ code: 'PLAN_LIMIT' }], problem: { code: 'PLAN_LIMIT' } }
			});
		expect(await readCustomers(company.id)).toEqual([]);
	});

	test('W9 what is unusual needs a person: --yes is not enough, and a dry run says so', async ({
		company,
		environment,
		project
	}) => {
		const before = generateCustomers(25, 'lean');
		await insertCustomers(company.id, before);
		const name = file(project, csvOf(before.map((customer) => ({ ...customer, notes: 'New' }))));
		for (const how of ['--dry-run', '--yes'])
			expect(await json(project, environment, 'import', name, how)).toMatchObject({
				status: exitCodes.notAgreed,
				report: { confirmations: [{ code: 'MANY_CHANGES' }], problem: { code: 'NOT_CONFIRMED' }, applied: [] }
			});
		expect(await countAuditEntries(company.id)).toBe(0);
	});

	test('W1 a dry run shows every change, old → new, and a person who is asked the first of them', async ({
		company,
		environment,
		project
	}) => {
		await setPlan(company.id, 'ENTERPRISE');
		const before = generateCustomers(30, 'lean');
		await insertCustomers(company.id, before);
		const [first] = before;
		const name = file(project, `email,notes\n${first?.email},"New ""words"""\nzoe@cli.example,\n`);
		const dry = await distribu(project, environment, 'import', name, '--dry-run');
		const old = (first?.notes ?? null) === null ? 'nothing' : `"${first?.notes}"`;
		expect(dry.stdout.split('\n').slice(3)).toEqual([
			`  Row 2 ${first?.email}: notes ${old} → "New "words""`,
			'  Row 3 zoe@cli.example: to create',
			''
		]);
		expect(await json(project, environment, 'import', name, '--dry-run')).toMatchObject({
			status: 0,
			report: {
				changes: [
					{
						kind: 'update',
						row: 2,
						before: { notes: first?.notes ?? null },
						after: { notes: 'New "words"' }
					},
					{ kind: 'create', row: 3, customer: { email: 'zoe@cli.example' } }
				]
			}
		});

		const many = file(
			project,
			csvOf(generateCustomers(22, 'lean').map((one) => ({ ...one, email: `x${one.email}` })))
		);
		const lines: string[] = [];
		const terminal: Terminal = {
			isPerson: true,
			result: (line) => void lines.push(line),
			note: () => undefined,
			progress: () => undefined,
			bytes: async () => true,
			ask: async () => 'n'
		};
		const code = await runCommand(['import', `${project.folder}/${many}`], environment, terminal);
		expect(code).toBe(exitCodes.notAgreed);
		expect(lines.filter((line) => line.endsWith(': to create'))).toHaveLength(20);
		expect(lines.at(-1)).toBe('  … and 2 more rows: --dry-run shows all of them');
	});

	test('without a terminal and without --yes nothing is written', async ({
		company,
		environment,
		project
	}) => {
		const name = file(project, twoCustomers);
		expect(await json(project, environment, 'import', name)).toMatchObject({
			status: exitCodes.notAgreed,
			report: { create: 2, problem: { code: 'NOT_CONFIRMED' }, applied: [] }
		});
		expect(await readCustomers(company.id)).toEqual([]);
	});

	test('W9 a person at a terminal types what the page has on its button, and nothing less', async ({
		company,
		environment,
		project
	}) => {
		const before = generateCustomers(25, 'lean');
		await insertCustomers(company.id, before);
		const name = file(project, csvOf(before.map((customer) => ({ ...customer, notes: 'New' }))));
		async function answer(words: string): Promise<{ code: number; asked: string[] }> {
			const asked: string[] = [];
			const terminal: Terminal = {
				isPerson: true,
				result: () => undefined,
				note: () => undefined,
				progress: () => undefined,
				bytes: async () => true,
				async ask(question) {
					asked.push(question);
					return words;
				}
			};
			const args = ['import', `${project.folder}/${name}`, '--yes'];
			return { code: await runCommand(args, environment, terminal), asked };
		}
		for (const words of ['', 'y', 'yes', 'import'])
			expect((await answer(words)).code).toBe(exitCodes.notAgreed);
		expect(await countAuditEntries(company.id)).toBe(0);
		expect(await answer('Import anyway')).toEqual({
			code: exitCodes.done,
			asked: ['Type "import anyway" to go on: ']
		});
		expect(await countAuditEntries(company.id)).toBe(1);
	});
});

test.describe('export and undo', () => {
	test("E1, E3 the export is the dashboard's, byte for byte, and imported again it changes nothing", async ({
		page,
		company,
		environment,
		project
	}) => {
		await insertCustomers(company.id, generateCustomers(12_000, 'full'));
		const exported = await distribu(project, environment, 'export');
		expect(exported.status).toBe(0);
		expect(exported.stderr).toMatch(/^Exported \d+\.\d MB…\n(Exported .*…\n)*Exported \d+\.\d MB\.\n$/m);
		const dashboard = await page.request.get('/dashboard/customers/export');
		expect(exported.stdout === (await dashboard.text())).toBe(true);
		const name = file(project, exported.stdout);
		expect(await json(project, environment, 'import', name, '--yes')).toMatchObject({
			status: 0,
			report: { create: 0, update: 0, unchanged: 12_000, issues: [], applied: [] }
		});
		expect(await countAuditEntries(company.id)).toBe(0);
	});

	test('an export that breaks off: exit 5, and it is said that it is not all', async ({
		environment,
		project
	}) => {
		const meddler = await startMeddler(async () => 'cut');
		const own = { ...environment, DISTRIBU_URL: meddler.address };
		const ended = await distribu(project, own, 'export');
		await meddler.stop();
		expect(ended.status).toBe(exitCodes.failed);
		expect(ended.stderr).toContain('not all of it');
	});

	test('H2 an undo says what it would do, does it, and is refused where customers changed since or it was done', async ({
		company,
		environment,
		project
	}) => {
		await insertCustomers(company.id, generateCustomers(3, 'lean'));
		const [ann] = await readCustomers(company.id);
		const name = file(project, `email,notes\n${ann?.email},New\nben@cli.example,\n`);
		const imported = await json(project, environment, 'import', name, '--yes');
		const { applied } = imported.report as { applied: { importId: string }[] };
		const importId = applied[0]?.importId ?? '';
		const dry = await json(project, environment, 'imports', 'undo', importId, '--dry-run');
		expect(dry).toEqual({
			status: 0,
			report: { importId, counts: { restore: 1, remove: 1, keep: 0 }, undone: null, problem: null }
		});
		expect(await json(project, environment, 'imports', 'undo', importId)).toMatchObject({
			status: exitCodes.notAgreed,
			report: { undone: null, problem: { code: 'NOT_CONFIRMED' } }
		});

		const meddler = await startMeddler(async (path) => {
			if (path.endsWith('imports.undo'))
				await query(`UPDATE "Customer" SET "notes" = 'Changed' WHERE "companyId" = $1 AND "email" = $2`, [
					company.id,
					ann?.email
				]);
			return 'pass';
		});
		const own = { ...environment, DISTRIBU_URL: meddler.address };
		expect(await json(project, own, 'imports', 'undo', importId, '--yes')).toMatchObject({
			status: exitCodes.refused,
			report: { undone: null, problem: { code: 'UNDO_STALE' } }
		});
		await meddler.stop();
		expect(await readCustomers(company.id)).toHaveLength(4);

		// Previewed again, what was changed since is kept.
		expect(await json(project, environment, 'imports', 'undo', importId, '--yes')).toMatchObject({
			status: 0,
			report: { undone: { restored: 0, removed: 1, kept: 1 }, problem: null }
		});
		expect(await json(project, environment, 'imports', 'undo', importId, '--yes')).toMatchObject({
			status: exitCodes.refused,
			report: { undone: null }
		});
		expect(await readCustomers(company.id)).toHaveLength(3);
	});
});

test.describe('what goes wrong on the way', () => {
	test('A3 somebody changed a customer meanwhile: exit 1, the row is named, and nothing is written', async ({
		company,
		environment,
		project
	}) => {
		await insertCustomers(company.id, generateCustomers(3, 'lean'));
		const [ann] = await readCustomers(company.id);
		const meddler = await startMeddler(async (path) => {
			if (path.includes('applyPlan'))
				await query(`UPDATE "Customer" SET "name" = 'Changed' WHERE "companyId" = $1 AND "email" = $2`, [
					company.id,
					ann?.email
				]);
			return 'pass';
		});
		const name = file(project, `email,notes\n${ann?.email},New\n`);
		const own = { ...environment, DISTRIBU_URL: meddler.address };
		expect(await json(project, own, 'import', name, '--yes')).toMatchObject({
			status: exitCodes.refused,
			report: { applied: [], problem: { code: 'PLAN_STALE', rows: [{ row: 2 }] } }
		});
		await meddler.stop();
		expect(await countAuditEntries(company.id)).toBe(0);
		// Looked up again, it is what it is now.
		expect((await distribu(project, environment, 'import', name, '--yes')).status).toBe(0);
	});

	test('A5 an answer that is lost is asked for again under the same id: written once, exit 0', async ({
		company,
		environment,
		project
	}) => {
		let applies = 0;
		const meddler = await startMeddler(async (path) => {
			if (!path.includes('applyPlan')) return 'pass';
			applies++;
			return applies === 1 ? 'lose' : 'pass';
		});
		const name = file(project, twoCustomers);
		const own = { ...environment, DISTRIBU_URL: meddler.address };
		expect(await json(project, own, 'import', name, '--yes')).toMatchObject({
			status: 0,
			report: { applied: [{ created: 2 }], problem: null }
		});
		await meddler.stop();
		expect(applies).toBe(2);
		expect(await countAuditEntries(company.id)).toBe(1);
	});

	test('I30 a run of 5,001 rows that is killed between two imports goes on where it was', async ({
		company,
		environment,
		project
	}) => {
		await setPlan(company.id, 'ENTERPRISE');
		const customers = generateCustomers(5001, 'lean');
		const name = file(project, csvOf(customers));
		let applies = 0;
		let held: () => void;
		const holding = new Promise<void>((resolve) => (held = resolve));
		const meddler = await startMeddler(async (path) => {
			if (!path.includes('applyPlan')) return 'pass';
			applies++;
			if (applies === 1) return 'pass';
			held();
			return 'hold';
		});
		const child = spawn(
			process.execPath,
			['node_modules/@distribu/client/distribu.js', 'import', name, '--yes'],
			{
				cwd: project.folder,
				env: { ...process.env, ...environment, DISTRIBU_URL: meddler.address },
				stdio: 'ignore'
			}
		);
		await holding;
		child.kill('SIGKILL');
		await once(child, 'exit');
		await meddler.stop();
		expect(await readCustomers(company.id)).toHaveLength(5000);

		const again = await json(project, environment, 'import', name, '--yes');
		expect(again).toMatchObject({
			status: 0,
			report: { create: 1, unchanged: 5000, imports: 1, applied: [{ created: 1 }], problem: null }
		});
		expect(await readCustomers(company.id)).toHaveLength(5001);
		expect(await countAuditEntries(company.id)).toBe(2);
		expect(await json(project, environment, 'import', name, '--yes')).toMatchObject({
			status: 0,
			report: { create: 0, update: 0, unchanged: 5001, applied: [] }
		});
	});

	test('a token that is revoked between two imports: exit 6, what was written is told and stays whole', async ({
		company,
		environment,
		project
	}) => {
		await setPlan(company.id, 'ENTERPRISE');
		const name = file(project, csvOf(generateCustomers(5001, 'lean')));
		let applies = 0;
		const meddler = await startMeddler(async (path) => {
			if (path.includes('applyPlan') && ++applies === 2)
				await query('UPDATE "ApiToken" SET "revokedAt" = now() WHERE "companyId" = $1', [company.id]);
			return 'pass';
		});
		const own = { ...environment, DISTRIBU_URL: meddler.address };
		const ended = await distribu(project, own, 'import', name, '--yes');
		await meddler.stop();
		expect(ended.status).toBe(exitCodes.incomplete);
		expect(ended.stdout).toContain('Imported: 5000 created, 0 updated, 0 unchanged');
		expect(ended.stderr).toContain('TOKEN_INVALID');
		expect(ended.stderr).toContain('Imports written: 1 of 2. They stay;');
		expect(await readCustomers(company.id)).toHaveLength(5000);
	});

	test('a server that is not there: exit 5, nothing said of the token', async ({ environment, project }) => {
		const meddler = await startMeddler(async () => 'pass');
		await meddler.stop();
		const name = file(project, twoCustomers);
		const ended = await distribu(project, { ...environment, DISTRIBU_URL: meddler.address }, 'export');
		expect(ended).toMatchObject({ status: exitCodes.failed, stdout: '' });
		expect(ended.stderr).toContain('UNREACHABLE');
		expect(ended.stderr).not.toContain(environment.DISTRIBU_TOKEN);
		const wrong = { ...environment, DISTRIBU_URL: `${environment.DISTRIBU_URL}/` };
		expect((await distribu(project, wrong, 'import', name, '--dry-run')).status).toBe(0);
	});
});

test.describe('old and other clients', () => {
	async function call(
		environment: Environment,
		procedure: string,
		input: unknown
	): Promise<{ status: number; code: unknown }> {
		const answer = await fetch(`${environment.DISTRIBU_URL}/api/trpc/${procedure}`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${environment.DISTRIBU_TOKEN}`, 'Content-Type': 'application/json' },
			body: JSON.stringify(input)
		});
		const body = (await answer.json()) as { error?: { data?: { appCode?: unknown } } };
		return { status: answer.status, code: body.error?.data?.appCode };
	}

	test('a procedure that there is not, a key that it does not know, 5,001 rows: codes', async ({
		environment
	}) => {
		expect(await call(environment, 'imports.gone', {})).toEqual({ status: 404, code: 'NO_SUCH_PROCEDURE' });
		expect(await call(environment, 'imports.list', { cursor: null, page: 2 })).toEqual({
			status: 400,
			code: 'BAD_INPUT'
		});
		const rows = Array.from({ length: 5001 }, (_, i) => ({ row: i + 2, email: `c${i}@x.example` }));
		expect(await call(environment, 'imports.applyPlan', { submission: { rows } })).toEqual({
			status: 400,
			code: 'TOO_MANY_ROWS'
		});
	});
});
