import type { ExistingCustomers } from '../plan-import.ts';
import { type ExitCode, exitCodes, worst } from './exit-codes.ts';
import type { ImportArguments } from './import-arguments.ts';
import { type ImportReport, planReport, reportLines } from './import-report.ts';
import { openFile, planFile, prepareFile } from './prepare-file.ts';
import { readExistingCustomers } from './read-existing-customers.ts';
import type { Terminal } from './terminal.ts';

type OfflineArguments = Extract<ImportArguments, { kind: 'offline' }>;

/**
 * `distribu import --offline`: reads, maps and plans files as the import page does, without a server.
 *
 * @throws UsageError when the list to compare with cannot be read
 */
export async function previewOffline(
	args: OfflineArguments,
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	const { existing: list, planLimit } = args;
	const customers = list === null ? [] : await readExistingCustomers(list, openFile(list));
	const existing = {
		customers,
		usage: { allowed: planLimit, present: new Set(customers.map(({ email }) => email)).size }
	};
	let code: ExitCode = exitCodes.done;
	for (const file of args.files) {
		const report = await previewOne(file, args, environment, existing);
		if (args.json) terminal.result(JSON.stringify(report));
		else for (const line of reportLines(report)) terminal.result(line);
		code = worst(code, codeOf(report));
	}
	return code;
}

async function previewOne(
	file: string,
	args: OfflineArguments,
	environment: NodeJS.ProcessEnv,
	existing: ExistingCustomers
): Promise<ImportReport> {
	const prepared = await prepareFile(file, args, environment);
	if (prepared.kind === 'fatal') return prepared.report;
	const { planned, leftOut } = planFile(prepared, existing, args);
	return planReport(file, prepared, planned, leftOut.length);
}

function codeOf({ fatal, importable }: ImportReport): ExitCode {
	if (fatal !== null) return exitCodes.usage;
	return importable ? exitCodes.done : exitCodes.refused;
}
