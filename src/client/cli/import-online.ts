import type { AppliedImport } from '../../lib/import/apply.ts';
import type { DistribuClient } from '../distribu-client.ts';
import { DistribuError } from '../distribu-error.ts';
import type { PlannedImport } from '../plan-import.ts';
import { agree } from './agree.ts';
import { type PlannedChange, changesOf, plannedLines } from './change-lines.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { ImportArguments } from './import-arguments.ts';
import { type AppliedReport, type Problem, endingLines, planReport, reportLines } from './import-report.ts';
import { planFile, prepareFile } from './prepare-file.ts';
import { exitCodeOf, problemOf, serverOf } from './server.ts';
import type { Terminal } from './terminal.ts';

type OnlineArguments = Extract<ImportArguments, { kind: 'online' }>;

/** What became of a file. */
interface Ending {
	code: ExitCode;
	applied: AppliedImport[];
	problem: Problem | null;
}

/**
 * `distribu import`: plans a file as the import page does, asks where the page would, and applies it, import by import
 * (spec 3.6, 3.7, I30). Interrupted, it is started again: what was written is unchanged then, and only the rest is sent.
 *
 * @throws UsageError when the environment names no server; DistribuError when it does not answer before anything is sent
 */
export async function importOnline(
	args: OnlineArguments,
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	const client = serverOf(environment);
	const mapped = await prepareFile(args.file, args, environment);
	if (mapped.kind === 'fatal') {
		const { report } = mapped;
		if (args.json)
			terminal.result(JSON.stringify({ ...report, changes: null, applied: [], problem: report.fatal }));
		else for (const line of reportLines(report)) terminal.note(line);
		return exitCodes.usage;
	}
	const existing = await client.customers.lookup(mapped.emails, {
		onProgress: (done) =>
			terminal.progress(`Compared with your customers: ${done} of ${mapped.emails.length}.`)
	});
	const { planned, leftOut } = planFile(mapped, existing, args);
	const report = planReport(args.file, mapped, planned, leftOut.length);
	const changes = args.dryRun || terminal.isPerson ? changesOf(planned.outcomes) : null;
	if (!args.json)
		for (const line of [...reportLines(report), ...previewLines(changes ?? [], args.dryRun)])
			terminal.result(line);
	if (leftOut.length > 0) terminal.note(`Left out, since they have issues: rows ${leftOut.join(', ')}.`);

	const agreed = await agree(planned, args, terminal);
	const { code, ...ending }: Ending =
		agreed.kind === 'stop'
			? { ...agreed, applied: [] }
			: await apply(planFile(mapped, existing, args, agreed.confirmed).planned, client, terminal);
	const full: AppliedReport = { ...report, changes: args.dryRun ? changes : null, ...ending };
	if (args.json) terminal.result(JSON.stringify(full));
	else tell(full, terminal);
	return code;
}

/** How many changes somebody is shown who is about to be asked. */
const previewedChanges = 20;

/** What would change, row by row: all of it for a dry run, else as much as fits a screen. */
function previewLines(changes: readonly PlannedChange[], isAll: boolean): string[] {
	const shown = isAll ? changes : changes.slice(0, previewedChanges);
	const more = changes.length - shown.length;
	const rest = more === 0 ? [] : [`  … and ${more} more rows: --dry-run shows all of them`];
	return [...shown.flatMap(plannedLines), ...rest];
}

function tell(report: AppliedReport, terminal: Terminal): void {
	const { results, notes } = endingLines(report);
	for (const line of results) terminal.result(line);
	for (const line of notes) terminal.note(line);
}

/** Sends one import after the other; the next one when the one before is known to be written. */
async function apply(planned: PlannedImport, client: DistribuClient, terminal: Terminal): Promise<Ending> {
	const applied: AppliedImport[] = [];
	try {
		for (const request of planned.requests()) {
			terminal.progress(`Importing ${applied.length + 1} of ${planned.imports}…`);
			const answer = await client.imports.apply(request);
			if (answer.kind === 'applied') {
				applied.push(answer.result);
				continue;
			}
			const code = applied.length > 0 ? exitCodes.incomplete : exitCodes.refused;
			return { code, applied, problem: { ...answer.problem, message: answer.message } };
		}
		return { code: exitCodes.done, applied, problem: null };
	} catch (error) {
		if (!(error instanceof DistribuError)) throw error;
		const code = applied.length > 0 ? exitCodes.incomplete : exitCodeOf(error);
		return { code, applied, problem: problemOf(error) };
	}
}
