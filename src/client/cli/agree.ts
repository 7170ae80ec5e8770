import { confirmationMessage } from '../../lib/import/messages.ts';
import type { Confirmation } from '../../lib/import/plan/confirmations.ts';
import type { PlannedImport } from '../plan-import.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Problem } from './import-report.ts';
import type { Terminal } from './terminal.ts';

/** Whether an import is sent: with what a person has confirmed, or not, and why. */
export type Agreement =
	| { kind: 'go'; confirmed: Confirmation['code'][] }
	| { kind: 'stop'; code: ExitCode; problem: Problem | null };

/** What a person types who wants an import of unusual size, as the page's button says. */
const agreement = 'import anyway';

const declined: Agreement = {
	kind: 'stop',
	code: exitCodes.notAgreed,
	problem: { code: 'NOT_CONFIRMED', message: 'Nothing was imported.' }
};

/**
 * Asks whatever the page would ask before it imports. `--yes` answers the plain question; what is unusual about an import
 * (spec W9) a person has to confirm.
 */
export async function agree(
	planned: PlannedImport,
	args: { dryRun: boolean; yes: boolean },
	terminal: Terminal
): Promise<Agreement> {
	const { obstacle, warnings } = planned;
	switch (obstacle?.code) {
		case 'NOTHING_TO_CHANGE':
			return { kind: 'stop', code: exitCodes.done, problem: null };
		case 'ISSUES':
			return refused(
				'ISSUES',
				'Rows have issues. Nothing was imported: mend the file, or leave them out with --leave-out-issues.'
			);
		case 'PLAN_LIMIT':
			return planLimit;
		case 'NOT_CONFIRMED': {
			const { confirmations } = obstacle;
			if (args.dryRun || !terminal.isPerson)
				return notAgreed(
					'This import is unusual: a person has to confirm it at a terminal. Nothing was imported.'
				);
			for (const one of confirmations) terminal.note(confirmationMessage(one));
			const answer = await terminal.ask(`Type "${agreement}" to go on: `);
			if (answer.trim().toLowerCase() !== agreement) return declined;
			return { kind: 'go', confirmed: confirmations.map(({ code }) => code) };
		}
		case undefined:
			if (args.dryRun) {
				const isTooMuch = warnings.some(({ code }) => code === 'PLAN_LIMIT');
				return isTooMuch ? planLimit : { kind: 'stop', code: exitCodes.done, problem: null };
			}
			if (args.yes) return { kind: 'go', confirmed: [] };
			if (!terminal.isPerson)
				return notAgreed('There is no terminal to ask at: say --yes. Nothing was imported.');
			return (await isYes(question(planned), terminal)) ? { kind: 'go', confirmed: [] } : declined;
	}
}

/** Asks a person a question, and whether the answer is yes. */
export async function isYes(asked: string, terminal: Terminal): Promise<boolean> {
	return /^y(es)?$/i.test((await terminal.ask(`${asked} [y/N] `)).trim());
}

const planLimit = refused('PLAN_LIMIT', 'The plan allows fewer customers. Nothing was imported.');

function refused(code: string, message: string): Agreement {
	return { kind: 'stop', code: exitCodes.refused, problem: { code, message } };
}

function notAgreed(message: string): Agreement {
	return { kind: 'stop', code: exitCodes.notAgreed, problem: { code: 'NOT_CONFIRMED', message } };
}

function question({ counts, imports }: PlannedImport): string {
	const customers = counts.create + counts.update;
	const many = imports > 1 ? ` in ${imports} imports, of which each is written whole or not at all` : '';
	return `Import ${customers} ${customers === 1 ? 'customer' : 'customers'}${many}?`;
}
