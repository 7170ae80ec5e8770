import { expect, test } from 'vitest';
import { withBlock } from '../../bench/results.ts';

const text = `# Benchmarks

<!-- core: written by npm run bench -- core --write -->

of core

<!-- end of core -->

between

<!-- apply: written by npm run bench -- apply --write -->

of apply

<!-- end of apply -->

after
`;

test('a block is replaced, and nothing around it', () => {
	expect(withBlock(text, 'core', 'npm run bench -- core --write', 'another')).toBe(
		text.replace('of core', 'another')
	);
	expect(withBlock(text, 'apply', 'npm run bench -- apply --write', 'another')).toBe(
		text.replace('of apply', 'another')
	);
});

test('a block that is not there yet comes to the end, and is replaced the next time', () => {
	const added = withBlock(text, 'page', 'npm run bench:page -- --write', 'first');
	expect(added.startsWith(text.trimEnd())).toBe(true);
	expect(added).toMatch(/after\n\n<!-- page: written by [^\n]+ -->\n\nfirst\n\n<!-- end of page -->\n$/);
	expect(withBlock(added, 'page', 'npm run bench:page -- --write', 'second')).toBe(
		added.replace('first', 'second')
	);
});
