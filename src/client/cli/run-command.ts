import { DistribuError } from '../distribu-error.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { exportCustomers } from './export-customers.ts';
import { readImportArguments } from './import-arguments.ts';
import { importOnline } from './import-online.ts';
import { problemLine } from './import-report.ts';
import { listImports } from './list-imports.ts';
import { previewOffline } from './preview-offline.ts';
import { hasFlag } from './read-words.ts';
import { exitCodeOf, problemOf } from './server.ts';
import { showImport } from './show-import.ts';
import type { Terminal } from './terminal.ts';
import { undoImport } from './undo-import.ts';
import { UsageError, usage } from './usage.ts';

/** Runs one command of `distribu`; what it ends with is its exit status. Expected failures are lines, not stacks. */
export async function runCommand(
	argv: readonly string[],
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	try {
		return await run(argv, environment, terminal);
	} catch (error) {
		if (error instanceof UsageError) {
			terminal.note(error.message);
			for (const line of ['', ...usage.split('\n')]) terminal.note(line);
			return exitCodes.usage;
		}
		if (!(error instanceof DistribuError)) throw error;
		const problem = problemOf(error);
		terminal.note(problemLine(problem));
		if (hasFlag(argv, '--json')) terminal.result(JSON.stringify({ problem }));
		return exitCodeOf(error);
	}
}

async function run(
	argv: readonly string[],
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	if (hasFlag(argv, '--help')) {
		for (const line of usage.split('\n')) terminal.result(line);
		return exitCodes.done;
	}
	const [command, ...rest] = argv;
	switch (command) {
		case 'import': {
			const args = readImportArguments(rest);
			return args.kind === 'offline'
				? await previewOffline(args, environment, terminal)
				: await importOnline(args, environment, terminal);
		}
		case 'export':
			return await exportCustomers(rest, environment, terminal);
		case 'imports':
			return await runOnImports(rest, environment, terminal);
		case undefined:
			throw new UsageError('Say what to do.');
		default:
			throw new UsageError(`There is no command ${command}.`);
	}
}

async function runOnImports(
	[command, ...rest]: readonly string[],
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	switch (command) {
		case 'list':
			return await listImports(rest, environment, terminal);
		case 'show':
			return await showImport(rest, environment, terminal);
		case 'undo':
			return await undoImport(rest, environment, terminal);
		default:
			throw new UsageError('Say what to do with imports: list, show or undo.');
	}
}
