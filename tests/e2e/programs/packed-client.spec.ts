import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readCustomers } from '../database.ts';
import { addTools, expect, makeClientProject, tarballIn, test } from './client-project.ts';

/** A program that knows the client by its types alone, and checks that they say no less than they should. */
const sample = `
import {
	DistribuError, createDistribuClient, mapColumns, planImport, readCsv,
	type AppliedImport, type ApplyRequest, type DistribuClient, type PlannedImport
} from '@distribu/client';

export async function sync(url: string, token: string, bytes: Uint8Array): Promise<AppliedImport | string> {
	const client = createDistribuClient({ url, token });
	const read = await readCsv(bytes, { fileName: 'sample.csv' });
	if (read.kind === 'unreadable') return read.problem.code;
	const mapped = mapColumns(read);
	if (mapped.kind === 'unmapped') return mapped.problem.code;
	const plan = planImport(mapped, await client.customers.lookup(mapped.emails));
	if (plan.request === null) return plan.obstacle?.code ?? 'SEVERAL';
	try {
		const answer = await client.imports.apply(plan.request);
		if (answer.kind === 'refused') {
			const { problem } = answer;
			return problem.code === 'PLAN_STALE' ? String(problem.rows.length) : problem.code;
		}
		const again = await client.imports.apply(plan.request);
		if (again.kind === 'refused' || again.result.importId !== answer.result.importId) return 'NOT_THE_SAME';
		return answer.result;
	} catch (error) {
		if (!(error instanceof DistribuError)) throw error;
		return error.code;
	}
}

/** What the types do not let a program say; nobody calls it. */
export async function misuse(client: DistribuClient, plan: PlannedImport, request: ApplyRequest): Promise<boolean> {
	// @ts-expect-error Nothing may be sent where something stands in its way.
	await client.imports.apply(plan.request);
	const answer = await client.imports.apply(request);
	// @ts-expect-error A refusal has no result.
	void answer.result;
	const error = new Error() as DistribuError;
	// @ts-expect-error The codes are a closed list.
	return error.code === 'NO_SUCH_CODE';
}
`;

const main = `
import { sync } from './sample.js';
const bytes = new TextEncoder().encode('email,credit\\nann@packed.example,150\\nben@packed.example,\\n');
console.log(JSON.stringify(await sync(process.env.DISTRIBU_URL, process.env.DISTRIBU_TOKEN, bytes)));
`;

test('the packed client is installed into an empty project without a network, type-checked, and run against the server', async ({
	company,
	environment
}) => {
	const { remove, ...project } = await makeClientProject();
	const installed = await project.run('npm', ['install', tarballIn(project)]);
	expect(installed).toMatchObject({ status: 0 });
	// It alone: whatever it uses is in it.
	expect(readdirSync(join(project.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
		'@distribu'
	]);

	addTools(project);
	project.write('sample.ts', sample);
	project.write('main.js', main);
	// The types of a browser or of Node are all that they lean on, and nobody has to look away.
	const compilerOptions = {
		strict: true,
		skipLibCheck: false,
		module: 'nodenext',
		target: 'es2022',
		types: []
	};
	project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['sample.ts'] }));
	const checked = await project.run('npx', ['tsc']);
	expect(checked).toMatchObject({ status: 0, stdout: '' });

	const run = await project.run('node', ['main.js'], environment);
	expect(run.stderr).toBe('');
	expect(JSON.parse(run.stdout)).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
	expect((await readCustomers(company.id)).map(({ email, creditLimit }) => [email, creditLimit])).toEqual([
		['ann@packed.example', '150.00'],
		['ben@packed.example', null]
	]);
	remove();
});

/** A program in a page: its title says what came of it. */
const inPage = `
import { createDistribuClient, mapColumns, planImport, readCsv } from './client.js';
const client = createDistribuClient({ url: location.origin, token: location.hash.slice(1) });
const mapped = mapColumns(await readCsv(new TextEncoder().encode('email\\nzoe@packed.example\\n')));
const plan = planImport(mapped, await client.customers.lookup(mapped.emails));
const answer = await client.imports.apply(plan.request);
document.title = JSON.stringify(answer);
`;

test('the same client runs in a browser', async ({ page, company, environment, project }) => {
	const folder = join(project.folder, 'node_modules/@distribu/client');
	await page.route('**/programs/**', async (route) => {
		const name = new URL(route.request().url()).pathname.replace('/programs/', '');
		await (name === ''
			? route.fulfill({ contentType: 'text/html', body: `<script type="module">${inPage}</script>` })
			: route.fulfill({ contentType: 'text/javascript', path: join(folder, name) }));
	});
	await page.goto(`/programs/#${environment.DISTRIBU_TOKEN}`);
	await expect(page).toHaveTitle(/"kind":"applied".*"created":1/);
	expect((await readCustomers(company.id)).map(({ email }) => email)).toEqual(['zoe@packed.example']);
});

test('nothing of the server is in the client, and nothing of Node in what browsers load', ({ project }) => {
	const folder = join(project.folder, 'node_modules/@distribu/client');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	for (const name of files.filter((file) => /\.(js|ts)$/.test(file))) {
		const text = readFileSync(join(folder, name), 'utf8');
		expect(text, name).not.toMatch(/prisma|@trpc|better-auth|sveltekit/i);
		if (name !== 'distribu.js') expect(text, name).not.toMatch(/from ["']node:|require\(/);
	}
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
	expect(manifest).not.toHaveProperty('dependencies');
	const licenses = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.md'), 'utf8');
	expect(licenses.match(/^## \S+/gm)).toEqual([
		'## @noble/hashes',
		'## fastest-levenshtein',
		'## fflate',
		'## papaparse',
		'## saxen'
	]);
});
