import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { programExamples } from '../../../src/lib/server/docs/program-examples.ts';
import { countAuditEntries, readCustomers } from '../database.ts';
import { addTools, expect, makeClientProject, test } from './client-project.ts';

const text = readFileSync(fileURLToPath(new URL('../../../docs/programs.md', import.meta.url)), 'utf8');

test('the examples of docs/programs.md run as they stand there', async ({ company, environment }) => {
	test.slow();
	const { remove, ...project } = await makeClientProject();
	const blocks = programExamples(text);
	const printed: string[] = [];
	for (const { language, file, code } of blocks) {
		if (file !== null) {
			project.write(file, code);
			continue;
		}
		expect(language).toBe('sh');
		const end = await project.run('bash', ['-euo', 'pipefail', '-c', code], environment);
		expect(end, code).toMatchObject({ status: 0 });
		printed.push(end.stdout);
		if (code.startsWith('npm install')) addTools(project);
	}

	// Said of one another in the text: what the dry run says is what is done, and the second time nothing.
	const [, dryRun = '', both = ''] = printed;
	expect(dryRun).toContain('2 to create, 0 to update, 0 unchanged');
	expect(both).toContain('2 created, 0 updated, 0 unchanged');
	expect(JSON.parse(both.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ unchanged: 2, applied: [] });
	const programs = blocks.flatMap(({ language, file }) => (language === 'ts' && file !== null ? [file] : []));
	const checked = await project.run('npx', [
		...['tsc', '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'],
		...programs
	]);
	expect(checked).toMatchObject({ status: 0, stdout: '' });

	// Two imports by the examples, each taken back.
	expect(await countAuditEntries(company.id)).toBe(4);
	expect(await readCustomers(company.id)).toEqual([]);
	const exported = readFileSync(`${project.folder}/by-curl.csv`, 'utf8');
	expect(exported).toBe('\ufeffemail,name,status,notes,creditLimit\r\n');
	expect(readFileSync(`${project.folder}/all-customers.csv`, 'utf8')).toContain(
		'ann@shop.example,Ann Archer'
	);
	remove();
});
