import type { AppliedUndo, UndoCounts } from '../../lib/import/undo.ts';
import { isYes } from './agree.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type Problem, problemLine } from './import-report.ts';
import { readImportId } from './read-import-id.ts';
import { readWords } from './read-words.ts';
import { serverOf } from './server.ts';
import type { Terminal } from './terminal.ts';

/** What `--json` prints. */
interface UndoReport {
	importId: string;
	/** What it would do; null where it cannot be undone. */
	counts: UndoCounts | null;
	undone: AppliedUndo | null;
	problem: Problem | null;
}

/**
 * `distribu imports undo`: previews an undo, asks, and does exactly what it showed (spec H2).
 *
 * @throws UsageError; DistribuError when the server does not answer as it should
 */
export async function undoImport(
	argv: readonly string[],
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	const words = readWords(argv, { '--dry-run': 'flag', '--yes': 'flag', '--json': 'flag' });
	const importId = readImportId(words);
	const json = words.options.has('--json');
	const { imports } = serverOf(environment);
	function end(code: ExitCode, report: Omit<UndoReport, 'importId'>): ExitCode {
		if (json) terminal.result(JSON.stringify({ importId, ...report }));
		else if (report.problem !== null) terminal.note(problemLine(report.problem));
		return code;
	}

	terminal.progress('Looking at what it would take back…');
	const planned = await imports.previewUndo(importId);
	if (planned.kind === 'refused')
		return end(exitCodes.refused, {
			counts: null,
			undone: null,
			problem: { ...planned.problem, message: planned.message }
		});
	const { counts, outcomes, request } = planned;
	if (!json) {
		terminal.result(`${counts.restore} to restore, ${counts.remove} to remove, ${counts.keep} to keep`);
		for (const outcome of outcomes)
			if (outcome.kind === 'keep') terminal.result(`  Row ${outcome.row} is kept: ${outcome.reason.code}`);
	}
	if (words.options.has('--dry-run')) return end(exitCodes.done, { counts, undone: null, problem: null });
	if (!words.options.has('--yes')) {
		const isAgreed = terminal.isPerson && (await isYes('Undo this import?', terminal));
		const message = terminal.isPerson ? 'Nothing was undone.' : 'There is no terminal to ask at: say --yes.';
		if (!isAgreed)
			return end(exitCodes.notAgreed, { counts, undone: null, problem: { code: 'NOT_CONFIRMED', message } });
	}
	const answer = await imports.undo(request);
	if (answer.kind === 'refused')
		return end(exitCodes.refused, {
			counts,
			undone: null,
			problem: { ...answer.problem, message: answer.message }
		});
	const { restored, removed, kept } = answer.result;
	if (!json) terminal.result(`Undone: ${restored} restored, ${removed} removed, ${kept} kept`);
	return end(exitCodes.done, { counts, undone: answer.result, problem: null });
}
