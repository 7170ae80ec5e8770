import type { ListedImport } from '../../lib/import/history.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { readWords } from './read-words.ts';
import { serverOf } from './server.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

/**
 * `distribu imports list`: all imports, the newest first; those of one large file are one line (spec H1).
 *
 * @throws UsageError; DistribuError when the server does not answer as it should
 */
export async function listImports(
	argv: readonly string[],
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	const { plain, options } = readWords(argv, { '--json': 'flag' });
	if (plain.length > 0) throw new UsageError('The list takes no arguments.');
	const json = options.has('--json');
	const { imports } = serverOf(environment);
	const all: ListedImport[] = [];
	let cursor: string | null = null;
	do {
		const page = await imports.list(cursor);
		if (json) all.push(...page.imports);
		else for (const one of page.imports) terminal.result(lineOf(one));
		cursor = page.nextCursor;
	} while (cursor !== null);
	if (json) terminal.result(JSON.stringify(all));
	return exitCodes.done;
}

function lineOf(one: ListedImport): string {
	const { importId, appliedAt, fileName, created, updated, unchanged, state, run } = one;
	const counts = `${created} created, ${updated} updated, ${unchanged} unchanged`;
	const batches = run === null ? [] : [`${run.done} of ${run.batches} imports`];
	return [importId, appliedAt, `${fileName}:`, [counts, ...batches, state, byWhom(one)].join(', ')].join(
		'  '
	);
}

/** Who did it: the person, or their token. */
export function byWhom({ by, token }: Pick<ListedImport, 'by' | 'token'>): string {
	return token === null ? `by ${by}` : `by token "${token.name}" of ${by}`;
}
