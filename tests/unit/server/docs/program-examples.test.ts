import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programExamples } from '../../../../src/lib/server/docs/program-examples.ts';

test('an example has its code, its file and the words before it', () => {
	const markdown =
		'# Title\n\nSome `words`\nof two lines:\n\n```ts a.ts\none\n\ntwo\n```\n\n```sh\nrun\n```\n';
	expect(programExamples(markdown)).toEqual([
		{ caption: 'Some words of two lines', language: 'ts', file: 'a.ts', code: 'one\n\ntwo\n' },
		{ caption: '', language: 'sh', file: null, code: 'run\n' }
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
