import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programExamples } from '../../../../src/lib/server/docs/program-examples.ts';

test('an example has its code, its file, and the heading and the words before it, without their marks', () => {
	const markdown =
		'# Title\n\nSome `words` of\n[a page](a.md):\n\n```ts a.ts\none\n\n# two\n```\n\n```sh\nrun\n```\n\nMore.\n\n## Next\n\n```sh\ngo\n```\n';
	expect(programExamples(markdown)).toEqual([
		{
			section: 'Title',
			caption: 'Some words of a page:',
			language: 'ts',
			file: 'a.ts',
			code: 'one\n\n# two\n'
		},
		{ section: 'Title', caption: '', language: 'sh', file: null, code: 'run\n' },
		{ section: 'Next', caption: '', language: 'sh', file: null, code: 'go\n' }
	]);
});

test('docs/programs.md has examples of the command line and of the client', () => {
	const examples = programExamples(readFileSync('docs/programs.md', 'utf8'));
	expect(examples.flatMap(({ file }) => file ?? [])).toEqual([
		'customers.csv',
		'sync.ts',
		'undo-last.ts',
		'audit.ts'
	]);
	expect(examples.filter(({ language }) => language === 'sh').length).toBeGreaterThan(5);
});
