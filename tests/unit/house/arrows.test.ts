import { describe, expect, test } from 'vitest';
import { complaints as complaintsOf } from '../../support/lint.ts';

const arrowRules = ['@typescript-eslint/no-restricted-imports', 'no-restricted-syntax'];
const coreRules = ['no-restricted-globals', 'no-restricted-properties'];

/** What the rules say of code in a file. */
async function complaints(path: string, code: string, rules: string[]): Promise<string[]> {
	const text = path.endsWith('.svelte') ? `<script lang="ts">\n${code}\n</script>` : code;
	return await complaintsOf(path, text, rules);
}

/** File, what it imports, and a part of the message that says where the code should go. */
const refused: [path: string, specifier: string, advice: string][] = [
	['src/lib/customer/status.ts', 'papaparse', 'Code about files and plans belongs in $lib/import'],
	['src/lib/customer/status.ts', '../import/plan.ts', 'belongs in $lib/import'],
	['src/lib/customer/status.ts', '$lib/import/plan.ts', 'belongs in $lib/import'],
	['src/lib/customer/status.ts', './../server/db.ts', 'needs a platform in $lib/browser or $lib/server'],
	['src/lib/customer/status.ts', 'node:fs', 'needs a platform in $lib/browser or $lib/server'],
	['src/lib/customer/status.ts', 'svelte', 'needs a platform in $lib/browser or $lib/server'],

	['src/lib/import/plan/plan-import.ts', 'papaparse', 'papaparse in csv/parse-csv.ts'],
	['src/lib/import/plan/plan-import.ts', '@noble/hashes/sha2.js', '@noble/hashes in plan/digest.ts'],
	['src/lib/import/csv/parse-csv.ts', '@noble/hashes/sha2.js', '@noble/hashes in plan/digest.ts'],
	['src/lib/import/plan/digest.ts', 'papaparse', 'papaparse in csv/parse-csv.ts'],
	['src/lib/import/workbook/read-workbook.ts', 'fflate', 'fflate in workbook/read-zip.ts'],
	['src/lib/import/workbook/read-worksheet.ts', 'saxen', 'saxen in workbook/read-xml.ts'],
	['src/lib/import/plan/digest.ts', 'node:crypto', 'belongs in workers, $lib/browser or $lib/server'],
	['src/lib/import/plan/plan-import.ts', 'superstruct', 'imports itself and $lib/customer only'],
	[
		'src/lib/import/plan/plan-import.ts',
		'$lib/server/db.ts',
		'belongs in workers, $lib/browser or $lib/server'
	],
	[
		'src/lib/import/plan/plan-import.ts',
		'../../server/db.ts',
		'belongs in workers, $lib/browser or $lib/server'
	],
	['src/lib/import/plan/plan-import.ts', '../../customer/../server/db.ts', 'belongs in workers'],
	[
		'src/lib/import/plan/plan-import.ts',
		'../../browser/trpc.ts',
		'belongs in workers, $lib/browser or $lib/server'
	],
	['src/lib/import/plan/plan-import.ts', 'svelte/store', 'belongs in workers, $lib/browser or $lib/server'],
	['src/lib/import/plan/plan-import.ts', '../../../../workers/import.worker.ts', 'belongs in workers'],
	['src/lib/import/plan/plan-import.ts', '../check/../../server/db.ts', 'belongs in workers'],
	['src/lib/import/plan/plan-import.ts', './../../browser/trpc.ts', 'belongs in workers'],
	['src/lib/import/plan/plan-import.ts', '../../components/shared/Button.svelte', 'belongs in workers'],
	['src/lib/import/plan.ts', '../server/db.ts', 'belongs in workers, $lib/browser or $lib/server'],
	['src/lib/import/plan.ts', '../browser/trpc.ts', 'belongs in workers, $lib/browser or $lib/server'],
	['src/lib/import/plan.ts', './plan/../../server/db.ts', 'belongs in workers'],

	['workers/import.worker.ts', '../src/lib/server/db.ts', 'Move what it needs to $lib/import'],
	['workers/import.worker.ts', '$lib/server/db.ts', 'Move what it needs to $lib/import'],
	['workers/import.worker.ts', '../src/lib/import/../server/db.ts', 'Move what it needs to $lib/import'],
	['workers/import.worker.ts', '../src/lib/browser/trpc.ts', 'Move what it needs to $lib/import'],
	[
		'workers/import.worker.ts',
		'../src/lib/components/import/Grid.svelte',
		'Move what it needs to $lib/import'
	],
	['workers/import.worker.ts', 'svelte', 'Move what it needs to $lib/import'],
	['workers/import.worker.ts', 'papaparse', 'Move what it needs to $lib/import'],
	['workers/import.worker.ts', '@prisma/client', 'Move what it needs to $lib/import'],

	['src/lib/browser/trpc.ts', '../server/trpc/app-router.ts', 'import its types only'],
	['src/lib/browser/trpc.ts', '$lib/server/trpc/app-router.ts', 'import its types only'],
	['src/lib/browser/import-session.svelte.ts', '../server/db.ts', 'import its types only'],
	['src/lib/browser/import-worker.ts', '../../../workers/import.worker.ts', 'started by its URL'],
	[
		'src/lib/browser/import-worker.ts',
		'../components/shared/Button.svelte',
		'Only screens import components'
	],
	[
		'src/lib/browser/import-worker.ts',
		'$lib/components/shared/Button.svelte',
		'Only screens import components'
	],
	['src/lib/browser/import-worker.ts', '../../routes/login/+page.svelte', 'Nothing imports a route'],
	['src/lib/browser/import-worker.ts', '../../../prisma/seed/names.ts', 'does not import its tools'],
	['src/lib/browser/import-worker.ts', 'papaparse', 'CSV is parsed in one place'],
	['src/lib/browser/import-worker.ts', 'node:path', 'Pages have no Node'],
	['src/lib/browser/import-worker.ts', 'fs/promises', 'Pages have no Node'],

	['src/lib/components/import/Grid.svelte', '$lib/server/db.ts', 'import its types only'],
	['src/lib/components/import/Grid.svelte', '../../server/db.ts', 'import its types only'],
	['src/lib/components/import/Grid.svelte', '../../../../workers/import.worker.ts', 'started by its URL'],
	['src/lib/components/import/Grid.svelte', '../../../routes/login/+page.svelte', 'Nothing imports a route'],
	['src/lib/components/import/review/Grid.svelte', '../../../server/db.ts', 'import its types only'],
	[
		'src/lib/components/import/review/Grid.svelte',
		'../../../../../workers/import.worker.ts',
		'started by its URL'
	],
	[
		'src/lib/components/import/review/Grid.svelte',
		'../../../../routes/login/+page.svelte',
		'Nothing imports a route'
	],
	['src/lib/components/import/Grid.svelte', 'comlink', 'reached through $lib/browser'],
	['src/lib/components/import/Grid.svelte', '@trpc/client', 'reached through $lib/browser'],
	[
		'src/lib/components/shared/Button.svelte',
		'$lib/customer/status.ts',
		'Shared components know nothing of customers'
	],
	[
		'src/lib/components/shared/Button.svelte',
		'../../import/plan.ts',
		'Shared components know nothing of customers'
	],
	[
		'src/lib/components/shared/Button.svelte',
		'../import/Grid.svelte',
		'Shared components know nothing of customers'
	],
	['src/lib/components/shared/Button.svelte', '$lib/server/db.ts', 'Server code stays on the server'],

	['src/routes/login/+page.svelte', '$lib/server/auth/staff.ts', 'import its types only'],
	['src/routes/login/+page.svelte', '../../lib/server/auth/staff.ts', 'import its types only'],
	['src/routes/login/+page.ts', '$lib/server/auth/staff.ts', 'import its types only'],
	['src/routes/+layout.ts', '../lib/server/auth/staff.ts', 'import its types only'],
	['src/routes/login/+page.svelte', '../../../workers/import.worker.ts', 'started by its URL'],
	['src/routes/login/+page.server.ts', '$lib/browser/trpc.ts', 'Code for the page alone'],
	[
		'src/routes/login/+page.server.ts',
		'$lib/components/shared/Button.svelte',
		'Only screens import components'
	],
	['src/routes/login/+page.server.ts', '../../../prisma/seed/demo.ts', 'does not import its tools'],
	['src/hooks.server.ts', './lib/browser/trpc.ts', 'Code for the page alone'],

	['src/lib/server/customers/find-customers.ts', '../../browser/trpc.ts', 'Code for the page alone'],
	['src/lib/server/customers/find-customers.ts', '$lib/browser/trpc.ts', 'Code for the page alone'],
	['src/lib/server/customers/find-customers.ts', '../../components/shared/Button.svelte', 'Only screens'],
	[
		'src/lib/server/customers/find-customers.ts',
		'../../../routes/login/+page.server.ts',
		'Nothing imports a route'
	],
	[
		'src/lib/server/customers/find-customers.ts',
		'../../../../prisma/seed/demo.ts',
		'does not import its tools'
	],
	[
		'src/lib/server/customers/find-customers.ts',
		'../../../../workers/import.worker.ts',
		'started by its URL'
	],
	['src/lib/server/customers/find-customers.ts', '$env/dynamic/private', 'Read process.env'],
	['src/lib/server/customers/find-customers.ts', '$app/environment', 'leave Kit to hooks and routes'],
	['src/lib/server/customers/find-customers.ts', 'papaparse', 'CSV is parsed in one place'],

	['src/lib/wire/packed-fetch.ts', '../browser/trpc.ts', 'Code for the page belongs in $lib/browser'],
	['src/lib/wire/packed-fetch.ts', '../server/db.ts', 'by web standards alone'],
	['src/lib/wire/packed-fetch.ts', 'node:http', 'by web standards alone'],
	['src/lib/wire/packed-fetch.ts', '@trpc/client', 'by web standards alone'],
	[
		'src/lib/browser/trpc.ts',
		'../../client/connection.ts',
		'belongs in $lib/customer, $lib/import or $lib/wire'
	],
	['src/lib/server/database.ts', '../../client/connection.ts', 'one more face of the core'],
	['src/routes/login/+page.server.ts', '../../client/package.ts', 'one more face of the core'],
	['prisma/start.ts', '../src/client/cli/distribu.ts', 'one more face of the core'],

	['src/client/connection.ts', '../lib/server/trpc/app-router.ts', 'nothing of the server is in it'],
	['src/client/connection.ts', '../lib/browser/trpc.ts', 'what calls the server belongs in $lib/wire'],
	['src/client/connection.ts', '../lib/import/../server/db.ts', 'nothing of the server is in it'],
	['src/client/connection.ts', './cli/distribu.ts', 'Node belongs in src/client/cli'],
	['src/client/connection.ts', 'node:fs', 'Node belongs in src/client/cli'],
	['src/client/connection.ts', '@trpc/client', 'nothing of the server is in it'],
	['src/client/cli/server.ts', '../../lib/server/db.ts', 'nothing of the server is in it'],
	['src/client/cli/server.ts', '../../../prisma/start.ts', 'nothing of the server is in it'],
	['prisma/start.ts', '../src/lib/browser/trpc.ts', 'Code for the page alone'],
	['prisma/start.ts', '../src/routes/login/+page.server.ts', 'Nothing imports a route'],
	['prisma/start.ts', '../tests/support/postgres.ts', 'does not import its tools']
];

const allowed: [path: string, statement: string][] = [
	['src/lib/customer/customer.ts', `import { string } from 'superstruct';`],
	['src/lib/customer/customer.ts', `import { readStatus } from './status.ts';`],
	['src/lib/import/plan/plan-import.ts', `import { readStatus } from '../../customer/status.ts';`],
	['src/lib/import/plan/plan-import.ts', `import { readStatus } from '$lib/customer/status.ts';`],
	['src/lib/import/plan/plan-import.ts', `import { lossOf } from './losses.ts';`],
	['src/lib/import/plan/plan-import.ts', `import type { ImportPlan } from '../plan.ts';`],
	['src/lib/import/plan/plan-import.ts', `import { findDuplicates } from '../check/find-duplicates.ts';`],
	['src/lib/import/read-file.ts', `export const later = import('./workbook/read-workbook.ts');`],
	['src/lib/import/plan.ts', `import type { Customer } from '../customer/customer.ts';`],
	['src/lib/import/csv/parse-csv.ts', `import Papa from 'papaparse';`],
	['src/lib/import/workbook/read-zip.ts', `import { unzipSync } from 'fflate';`],
	['src/lib/import/workbook/read-xml.ts', `import { Parser } from 'saxen';`],
	['src/lib/import/plan/digest.ts', `import { sha256 } from '@noble/hashes/sha2.js';`],
	['workers/import.worker.ts', `import { expose } from 'comlink';`],
	['workers/import.worker.ts', `import { readCsv } from '../src/lib/import/read/read-csv.ts';`],
	['workers/import.worker.ts', `import type { Customer } from '../src/lib/customer/customer.ts';`],
	['src/lib/browser/trpc.ts', `import type { AppRouter } from '../server/trpc/app-router.ts';`],
	['src/lib/browser/trpc.ts', `import type { AppRouter } from '$lib/server/trpc/app-router.ts';`],
	['src/lib/browser/trpc.ts', `export type Router = import('../server/trpc/app-router.ts').AppRouter;`],
	['src/lib/browser/trpc.ts', `import { createTRPCClient } from '@trpc/client';`],
	['src/lib/browser/import-worker.ts', `import { wrap } from 'comlink';`],
	['src/lib/browser/import-worker.ts', `import { tick } from 'svelte';`],
	[
		'src/lib/browser/import-worker.ts',
		`import ImportWorker from '../../../workers/import.worker.ts?worker';`
	],
	[
		'src/lib/browser/import-worker.ts',
		`export const url = new URL('../../../workers/import.worker.ts', import.meta.url);`
	],
	['src/lib/components/import/Grid.svelte', `import { trpc } from '$lib/browser/trpc.ts';`],
	['src/lib/components/import/Grid.svelte', `import { issueMessage } from '$lib/import/messages.ts';`],
	['src/lib/components/import/Grid.svelte', `import Button from '../shared/Button.svelte';`],
	['src/lib/components/import/review/Grid.svelte', `import { moveFocus } from '../focus.ts';`],
	[
		'src/lib/components/import/Grid.svelte',
		`import type { Found } from '$lib/server/customers/find-customers.ts';`
	],
	['src/lib/components/shared/Badge.svelte', `import type { OutcomeKind } from '$lib/import/plan.ts';`],
	['src/routes/login/+page.svelte', `import type { Staff } from '$lib/server/auth/staff.ts';`],
	['src/routes/login/+page.svelte', `import Button from '$lib/components/shared/Button.svelte';`],
	['src/routes/login/+page.server.ts', `import { signIn } from '$lib/server/auth/staff.ts';`],
	['src/routes/api/trpc/[...path]/+server.ts', `import { router } from '$lib/server/trpc/app-router.ts';`],
	['src/routes/+layout.server.ts', `import { staffOfRequest } from '../lib/server/auth/staff.ts';`],
	['src/hooks.server.ts', `import { staffOfRequest } from '$lib/server/auth/staff.ts';`],
	['src/lib/server/customers/find-customers.ts', `import { prisma } from '../prisma/client.ts';`],
	['src/lib/server/customers/find-customers.ts', `import { readEmail } from '../../customer/email.ts';`],
	['src/lib/server/customers/find-customers.ts', `import { createHash } from 'node:crypto';`],
	['src/lib/wire/packed-fetch.ts', `import { packedFrom } from '../import/limits.ts';`],
	['src/lib/browser/trpc.ts', `import { packedFetch } from '../wire/packed-fetch.ts';`],
	['src/client/connection.ts', `import { packedFetch } from '../lib/wire/packed-fetch.ts';`],
	['src/client/connection.ts', `import { readAnswer } from './answer.ts';`],
	['src/client/cli/prepare-file.ts', `import { readFileSync } from 'node:fs';`],
	['src/client/cli/prepare-file.ts', `import { readCsv } from '../read-csv.ts';`],
	['src/client/cli/prepare-file.ts', `import { limitsFrom } from '../../lib/import/limits.ts';`],
	['prisma/start.ts', `import { prisma } from '../src/lib/server/prisma/client.ts';`],
	['tests/integration/apply.test.ts', `import { apply } from '../../src/lib/server/import/apply-import.ts';`]
];

const typeRefused = [
	['src/lib/customer/status.ts', '../import/plan.ts'],
	['src/lib/import/plan/plan-import.ts', '../../server/db.ts'],
	['workers/import.worker.ts', '../src/lib/server/db.ts'],
	['src/client/contract.ts', '../lib/server/trpc/app-router.ts']
] as const;

describe('an import against the arrows is refused, and the message says where the code should go', () => {
	test.each(refused)('%s must not import %s', async (path, specifier, advice) => {
		const statements = [
			`import { something } from '${specifier}'; void something;`,
			`export { something } from '${specifier}';`,
			`export const later = import('${specifier}');`
		];
		for (const statement of path.endsWith('.svelte') ? statements.toSpliced(1, 1) : statements) {
			expect(await complaints(path, statement, arrowRules), statement).toEqual([
				expect.stringContaining(advice)
			]);
		}
	});

	test.each(typeRefused)('%s must not even import types from %s', async (path, specifier) => {
		const statements = [
			`import type { Something } from '${specifier}';`,
			`export type Something = import('${specifier}').Something;`
		];
		for (const statement of statements) {
			expect(await complaints(path, statement, arrowRules), statement).toHaveLength(1);
		}
	});
});

test.each(allowed)('%s may say %s', async (path, statement) => {
	expect(await complaints(path, statement, arrowRules)).toEqual([]);
});

describe('the core touches no platform, clock or chance', () => {
	const impure = [
		'export const now = Date.now();',
		'export const today = new Date();',
		'export const id = Math.random();',
		'export const id = crypto.randomUUID();',
		"export const title = document.querySelector('h1');",
		'export const width = window.innerWidth;',
		"export const answer = fetch('/');",
		'export const env = process.env;',
		'export const bytes = Buffer.alloc(1);',
		"export const money = parseFloat('1.50');",
		"export const money = Number.parseFloat('1.50');",
		"export const lower = 'I'.toLocaleLowerCase();"
	];
	test.each(impure)('%s', async (code) => {
		expect(await complaints('src/lib/customer/status.ts', code, coreRules)).toHaveLength(1);
		expect(await complaints('src/lib/import/plan/plan-import.ts', code, coreRules)).toHaveLength(1);
		expect(await complaints('src/lib/server/customers/find-customers.ts', code, coreRules)).toEqual([]);
	});
});
