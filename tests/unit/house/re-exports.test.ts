import { expect, test } from 'vitest';
import { complaints } from '../../support/lint.ts';

const rules = ['house/no-re-exports'];
const inItsOwnFile = [expect.stringContaining('import this one from its own file')];

test.each([
	['src/lib/import/plan.ts', `export * from './plan/plan-import.ts';`],
	['src/lib/import/plan.ts', `export * as plan from './plan/plan-import.ts';`],
	['src/lib/import/plan.ts', `export { planImport } from './plan/plan-import.ts';`],
	['src/lib/import/plan.ts', `export type { ImportPlan } from './plan/plan-import.ts';`],
	['src/lib/import/plan.ts', `export { default as plan } from './plan/plan-import.ts';`],
	['src/lib/import/plan.ts', `import { planImport } from './plan/plan-import.ts';\nexport { planImport };`],
	['src/lib/import/plan.ts', `import type { A } from './plan/plan-import.ts';\nexport type { A };`],
	['src/lib/import/plan.ts', `import * as all from './plan/plan-import.ts';\nexport { all as plan };`],
	['src/lib/browser/trpc.ts', `export { wrap } from 'comlink';`],
	['src/lib/server/trpc/app-router.ts', `export { lookup } from './customers/lookup.ts';`],
	['src/client/connection.ts', `export { readAnswer } from './answer.ts';`],
	['workers/import.worker.ts', `export { readCsv } from '../src/lib/import/read/read-csv.ts';`],
	['prisma/start.ts', `export { migrate } from './migrate.ts';`],
	['prisma/serve/serve.mjs', `export { runServer } from './serve.ts';`],
	[
		'src/lib/components/shared/Button.svelte',
		`<script module lang="ts">\nexport { tick } from 'svelte';\n</script>`
	]
])('%s does not pass on what another file declares: %s', async (path, code) => {
	expect(await complaints(path, code, rules)).toEqual(inItsOwnFile);
});

test.each(['src/lib/import/index.ts', 'src/lib/components/index.js', 'prisma/seed/index.ts'])(
	'no file is called %s',
	async (path) => {
		expect(await complaints(path, 'export const one = 1;', rules)).toEqual([
			'No file is called index: name it by what it is.'
		]);
	}
);

test.each([
	['src/lib/import/plan.ts', `const one = 1;\nexport { one };`],
	['src/lib/import/plan.ts', `import { one } from './one.ts';\nexport const two = one + one;`],
	['src/lib/import/plan.ts', `import { one } from './one.ts';\nexport function two() {\n\treturn one;\n}`],
	['src/client/package.ts', `export { createDistribuClient } from './distribu-client.ts';`],
	['src/lib/import/read/row-index.ts', `export interface Row {\n\tindex: number;\n}`],
	['tests/e2e/fixtures.ts', `export { expect } from '@playwright/test';`]
])('%s may export what it declares: %s', async (path, code) => {
	expect(await complaints(path, code, rules)).toEqual([]);
});
