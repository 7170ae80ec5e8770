import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import { builtinModules } from 'node:module';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const nodeModules = `^(node:|(${builtinModules.join('|')})($|/))`;
const typesOnly = { allowTypeImports: true };

/**
 * The pattern of imports that lead into a room, as `$lib/server/…` and as `../../lib/server/…` alike.
 *
 * @param {string} room a folder of the top level, of `src` or of `src/lib`
 */
function into(room) {
	return `^(\\$lib/|(\\.{0,2}/)+(src/)?(lib/)?)${room}(/|$)`;
}

/** @param {string} room */
function inside(room) {
	return `${into(room)}(?!.*\\.\\.)`.slice(1);
}

/**
 * Everything except these patterns.
 *
 * @param {string[]} patterns
 */
function allBut(...patterns) {
	return `^(?!${patterns.join('|')})`;
}

const sameFolder = '\\./(?!.*\\.\\.)';

/** From a folder of a room: the folder itself, the room's top and its other folders, and nothing beyond the room. */
const sameRoom = '\\.{1,2}/(?!.*\\.\\.)';

/**
 * The rules that refuse imports of a room, whether written `import`, `export … from`, `import()` or, where
 * types are refused too, `import('…').Type`.
 *
 * @param {{ regex: string, message: string, allowTypeImports?: boolean }[]} patterns
 * @returns {import('eslint').Linter.RulesRecord}
 */
function refuse(...patterns) {
	return {
		'@typescript-eslint/no-restricted-imports': ['error', { patterns }],
		'no-restricted-syntax': [
			'error',
			...patterns.flatMap(({ regex, message, allowTypeImports = false }) => {
				const matches = `[source.value=/${new RegExp(regex).source}/]`;
				const imports = [
					`ImportExpression${matches}`,
					...(allowTypeImports ? [] : [`TSImportType${matches}`])
				];
				return imports.map((selector) => ({ selector, message }));
			})
		]
	};
}

const server = {
	regex: into('server'),
	message:
		'Server code stays on the server: import its types only (`import type`). Reach it through tRPC or a page load; what both sides need belongs in $lib/customer or $lib/import.'
};
const nodeOnThePage = {
	regex: nodeModules,
	message: 'Pages have no Node. Code that needs it belongs in $lib/server, prisma or src/client/cli.'
};
const workers = {
	regex: `${into('workers')}(?!.*[?&](worker|url)(&|$))`,
	message:
		'A worker is started by its URL, in $lib/browser. Types that the page and the worker share belong in $lib/import/worker-api.ts.'
};
const browser = {
	regex: into('browser'),
	message: 'Code for the page alone. What runs elsewhere too belongs in $lib/customer or $lib/import.'
};
const components = {
	regex: into('components'),
	message:
		'Only screens import components. Types and functions that others need belong in $lib/customer or $lib/import.'
};
const routes = {
	regex: into('routes'),
	message: 'Nothing imports a route. What others need belongs in $lib.'
};
const client = {
	regex: into('client'),
	message:
		'The package for programs is one more face of the core: what others need of it belongs in $lib/customer, $lib/import or $lib/wire.'
};
const tools = {
	regex: into('(prisma|tests)'),
	message: 'The product does not import its tools. What both need belongs in src/lib.'
};
const throughBrowser = {
	regex: '^(comlink|@trpc/client)($|/)',
	message: 'The worker and the server are reached through $lib/browser. Add a function there.'
};
const parser = {
	regex: '^papaparse($|/)',
	message: 'CSV is parsed in one place, $lib/import/csv/parse-csv.ts.'
};
const framework = {
	regex: '^(svelte($|/)|\\$app/|\\$env/)',
	message:
		'Server code runs without Kit too, from prisma and tests. Read process.env; leave Kit to hooks and routes.'
};

/**
 * The core: itself, customers, and one package in the one file that wraps it.
 *
 * @param {string[]} files
 * @param {string} itself what the room itself is from there
 * @param {string[]} packages
 */
function importRoom(files, itself, ...packages) {
	return [
		{
			files,
			rules: refuse({
				regex: allBut(itself, inside('customer'), ...packages),
				message:
					'$lib/import is functions of values that run anywhere: it imports itself and $lib/customer only (papaparse in csv/parse-csv.ts, @noble/hashes in plan/digest.ts, fflate in workbook/read-zip.ts, saxen in workbook/read-xml.ts). Code that needs a platform belongs in workers, $lib/browser or $lib/server.'
			})
		}
	];
}

/**
 * The package for programs.
 *
 * @param {string[]} files
 * @param {string} itself what the room itself is from there
 * @param {string[]} packages
 */
function clientRoom(files, itself, ...packages) {
	return {
		files,
		rules: refuse({
			regex: allBut(itself, inside('(customer|import|wire)'), ...packages),
			message:
				'The client runs in Node and browsers, and nothing of the server is in it: it imports itself, $lib/customer, $lib/import and $lib/wire only. Node belongs in src/client/cli; what calls the server belongs in $lib/wire where the page needs it too.'
		})
	};
}

/** Which room may import what: the arrows of ARCHITECTURE.md. Server files of routes come after pages, so that they win. */
const arrows = [
	{
		files: ['src/lib/customer/**'],
		rules: refuse({
			regex: allBut(sameFolder, 'superstruct$'),
			message:
				'$lib/customer says what a customer is, anywhere: it imports itself and superstruct only. Code about files and plans belongs in $lib/import, code that needs a platform in $lib/browser or $lib/server.'
		})
	},
	...importRoom(['src/lib/import/**'], sameFolder),
	...importRoom(['src/lib/import/*/*'], sameRoom),
	...importRoom(['src/lib/import/csv/parse-csv.ts'], sameRoom, 'papaparse$'),
	...importRoom(['src/lib/import/plan/digest.ts'], sameRoom, '@noble/hashes/'),
	...importRoom(['src/lib/import/headers/edit-distance.ts'], sameRoom, 'fastest-levenshtein$'),
	...importRoom(['src/lib/import/workbook/read-zip.ts'], sameRoom, 'fflate$'),
	...importRoom(['src/lib/import/workbook/read-xml.ts'], sameRoom, 'saxen$'),
	{
		files: ['src/lib/wire/**'],
		rules: refuse({
			regex: allBut(sameFolder, inside('customer'), inside('import')),
			message:
				'$lib/wire is what pages and programs share of calling the server, by web standards alone: it imports itself, $lib/customer and $lib/import only. Code for the page belongs in $lib/browser, code for programs in src/client.'
		})
	},
	clientRoom(['src/client/*'], '\\./[^/]*$'),
	clientRoom(['src/client/cli/**'], sameRoom, nodeModules.slice(1)),
	clientRoom(['src/client/packaging/**'], sameRoom, nodeModules.slice(1), 'vite$', 'typescript$'),
	{
		files: ['workers/**'],
		rules: refuse({
			regex: allBut(sameFolder, inside('customer'), inside('import'), 'comlink$'),
			message:
				'A worker is a thin shell around the core: it imports $lib/customer, $lib/import and comlink only. Move what it needs to $lib/import.'
		})
	},
	{
		files: ['src/lib/browser/**'],
		rules: refuse(
			{ ...server, ...typesOnly },
			workers,
			components,
			routes,
			client,
			tools,
			parser,
			nodeOnThePage
		)
	},
	{
		files: ['src/lib/components/**'],
		rules: refuse(
			{ ...server, ...typesOnly },
			workers,
			routes,
			client,
			tools,
			parser,
			throughBrowser,
			nodeOnThePage
		)
	},
	{
		files: ['src/lib/components/shared/**'],
		rules: refuse(
			{
				regex: `${into('(customer|import|browser)')}|^\\.\\./`,
				message:
					'Shared components know nothing of customers, beyond types. Move it to components/customers, import or settings.',
				...typesOnly
			},
			server,
			workers,
			routes,
			client,
			tools,
			throughBrowser,
			nodeOnThePage
		)
	},
	{
		files: ['src/routes/**'],
		rules: refuse({ ...server, ...typesOnly }, workers, client, tools, parser, throughBrowser, nodeOnThePage)
	},
	{
		files: ['src/hooks.server.ts', 'src/routes/**/*.server.ts', 'src/routes/**/+server.ts'],
		rules: refuse(browser, components, workers, client, tools, parser)
	},
	{
		files: ['src/lib/server/**'],
		rules: refuse(browser, components, routes, workers, client, framework, parser, {
			...tools,
			// From a folder of the server, `../prisma/` is still the server.
			regex: '^(\\.\\./){3,}(prisma|tests)/'
		})
	},
	{
		files: ['prisma/**'],
		rules: refuse(browser, components, routes, workers, client, { ...tools, regex: into('tests') })
	}
];

/**
 * Every name is exported by the file that declares it, and imported from there. A file that passes names on makes whoever
 * wants one of them load all of them, in the page, in the worker and at every start, and hides where things are.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
const noReExports = {
	create(context) {
		const message = 'Names are exported where they are declared: import this one from its own file.';
		return {
			Program(node) {
				if (!/(?:^|[\\/])index\.[cm]?[jt]s$/.test(context.filename)) return;
				context.report({ node, message: 'No file is called index: name it by what it is.' });
			},
			ExportAllDeclaration(node) {
				context.report({ node, message });
			},
			ExportNamedDeclaration(node) {
				if (node.source) context.report({ node, message });
			},
			ExportSpecifier(node) {
				const { references } = context.sourceCode.getScope(node);
				const exported = references.find(({ identifier }) => identifier === node.local)?.resolved;
				if (exported?.defs.some(({ type }) => type === 'ImportBinding')) context.report({ node, message });
			}
		};
	}
};

const declaredHere = {
	files: ['src/**', 'workers/**', 'prisma/**'],
	// What a package gives out is a list of names that its files declare.
	ignores: ['src/client/package.ts'],
	plugins: { house: { rules: { 'no-re-exports': noReExports } } },
	rules: { 'house/no-re-exports': 'error' }
};

/** What the core must not touch: the same values give the same plan in browser, server and command line. */
const pureCore = {
	files: ['src/lib/customer/**', 'src/lib/import/**'],
	rules: {
		'no-restricted-globals': [
			'error',
			...[
				'window',
				'document',
				'navigator',
				'location',
				'localStorage',
				'sessionStorage',
				'self',
				'globalThis',
				'fetch',
				'postMessage',
				'Worker',
				'process',
				'Buffer',
				'require',
				'crypto',
				'performance',
				'setTimeout',
				'setInterval'
			].map((name) => ({
				name,
				message: 'The core runs anywhere and touches no platform: take a value in.'
			})),
			{ name: 'Date', message: 'The core has no clock: take the time in as a value.' },
			{ name: 'parseFloat', message: 'Money is never a binary floating-point number (spec C3).' }
		],
		'no-restricted-properties': [
			'error',
			{ object: 'Math', property: 'random', message: 'The core has no chance: take ids in as values.' },
			{
				object: 'Number',
				property: 'parseFloat',
				message: 'Money is never a binary floating-point number (spec C3).'
			},
			{ property: 'toLocaleLowerCase', message: 'Addresses are compared without locale rules (spec V2).' },
			{ property: 'toLocaleUpperCase', message: 'Words are compared without locale rules (spec V2).' },
			{ property: 'localeCompare', message: 'The order must be the same everywhere: compare with < and >.' }
		]
	}
};

export default defineConfig(
	{
		ignores: [
			'.svelte-kit/',
			'build/',
			'build-client/',
			'data/',
			'src/lib/server/generated/',
			'test-results/'
		]
	},
	{ linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
	js.configs.recommended,
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		// Whoever uses a shared component resolves its links.
		files: ['src/lib/components/shared/**'],
		rules: { 'svelte/no-navigation-without-resolve': ['error', { ignoreLinks: true }] }
	},
	{
		rules: {
			// A function that its type annotation shapes, such as Kit's `load`, may be a constant.
			'func-style': ['error', 'declaration', { allowTypeAnnotation: true }],
			'no-console': 'error',
			'no-undef': 'off',
			eqeqeq: 'error',
			'object-shorthand': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'@typescript-eslint/consistent-type-imports': 'error'
		}
	},
	{
		files: ['**/*.{js,mjs,ts}'],
		rules: { 'prefer-const': 'error' }
	},
	{ files: ['**/*.svelte'], rules: { 'prefer-const': 'off', 'svelte/prefer-const': 'error' } },
	{
		// Rules that ask the type checker, where a mistake is a lost write or a lost error.
		files: ['**/*.ts'],
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true }
			],
			'@typescript-eslint/no-unnecessary-type-assertion': 'error'
		}
	},
	{
		files: ['**/*.js', '**/*.mjs'],
		extends: [ts.configs.disableTypeChecked]
	},
	{
		files: ['prisma/**', 'tests/run.ts', 'tests/bench/**'],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['src/**', 'prisma/**'],
		rules: {
			'no-restricted-properties': [
				'error',
				...['$queryRawUnsafe', '$executeRawUnsafe'].map((property) => ({
					property,
					message: 'SQL takes values as parameters only: use the tagged template.'
				}))
			]
		}
	},
	pureCore,
	declaredHere,
	arrows,
	svelte.configs.prettier,
	prettier
);
