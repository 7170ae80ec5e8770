import { fieldNames } from '../../lib/customer/customer.ts';
import type { RecordedImport } from '../../lib/import/history.ts';
import type { UndoProblem } from '../../lib/import/undo.ts';
import type { Refused } from '../answer.ts';
import { recordedLines } from './change-lines.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { problemLine } from './import-report.ts';
import { byWhom } from './list-imports.ts';
import { readImportId } from './read-import-id.ts';
import { readWords } from './read-words.ts';
import { serverOf } from './server.ts';
import type { Terminal } from './terminal.ts';

/**
 * `distribu imports show`: everything about one import, with each change old → new (spec H1).
 *
 * @throws UsageError; DistribuError when the server does not answer as it should
 */
export async function showImport(
	argv: readonly string[],
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	const words = readWords(argv, { '--json': 'flag' });
	const importId = readImportId(words);
	const json = words.options.has('--json');
	const { imports } = serverOf(environment);
	function refuse({ problem, message }: Refused<UndoProblem>): ExitCode {
		terminal.note(problemLine({ ...problem, message }));
		if (json) terminal.result(JSON.stringify({ problem: { ...problem, message } }));
		return exitCodes.refused;
	}

	const shown = await imports.show(importId);
	if (shown.kind === 'refused') return refuse(shown);
	const found = await imports.changes(importId);
	if (found.kind === 'refused') return refuse(found);
	const report = { import: shown.import, changes: found.changes };
	if (json) terminal.result(JSON.stringify(report));
	else
		for (const line of [...factLines(report.import), ...report.changes.flatMap(recordedLines)])
			terminal.result(line);
	return exitCodes.done;
}

function factLines(one: RecordedImport): string[] {
	const mapped = fieldNames.flatMap((field) => {
		const header = one.mapping[field];
		return header === undefined ? [] : [`${field} from "${header}"`];
	});
	return [
		`${one.fileName}, ${one.appliedAt}, ${byWhom(one)}`,
		`  ${mapped.join(', ')}`,
		`  ${one.created} created, ${one.updated} updated, ${one.unchanged} unchanged: ${one.state}`,
		...one.undos.map(
			(undo) =>
				`  Undone ${undo.undoneAt} ${byWhom(undo)}: ${undo.restored} restored, ${undo.removed} removed, ${undo.kept} kept`
		)
	];
}
