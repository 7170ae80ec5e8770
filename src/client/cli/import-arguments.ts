import { type FieldName, fieldNames } from '../../lib/customer/customer.ts';
import type { EmptyCells } from '../../lib/import/mapping.ts';
import type { ChosenColumns } from '../map-columns.ts';
import { type OptionKinds, hasFlag, lastValue, readWords } from './read-words.ts';
import { UsageError } from './usage.ts';

/** How a file is read and planned, with a server or without. */
export interface PlanArguments {
	columns: ChosenColumns;
	emptyCells: Partial<EmptyCells>;
	/** Whether rows with issues are left out, instead of standing in the way of all others. */
	leaveOutIssues: boolean;
	json: boolean;
}

/** What `distribu import` is asked for. */
export type ImportArguments = PlanArguments &
	(
		| { kind: 'online'; file: string; dryRun: boolean; yes: boolean }
		| {
				kind: 'offline';
				files: string[];
				/** A list of existing customers to compare with, JSON, CSV or a workbook. */
				existing: string | null;
				/** How many customers the plan allows; null is unlimited. */
				planLimit: number | null;
		  }
	);

const optionsOfBoth: OptionKinds = {
	'--map': 'value',
	'--keep-empty': 'value',
	'--leave-out-issues': 'flag',
	'--json': 'flag',
	'--offline': 'flag'
};
const onlineOptions: OptionKinds = { ...optionsOfBoth, '--dry-run': 'flag', '--yes': 'flag' };
const offlineOptions: OptionKinds = {
	...optionsOfBoth,
	'--existing': 'value',
	// What it was called before there was a server to ask.
	'--against': 'value',
	'--plan-limit': 'value'
};

/**
 * Reads the arguments of `distribu import`.
 *
 * @throws UsageError with a sentence for the person when they make no sense
 */
export function readImportArguments(argv: readonly string[]): ImportArguments {
	const isOffline = hasFlag(argv, '--offline');
	const words = readWords(argv, isOffline ? offlineOptions : onlineOptions);
	const { options, plain } = words;
	const plan: PlanArguments = {
		columns: Object.assign({}, ...(options.get('--map') ?? []).map(readMap)) as ChosenColumns,
		emptyCells: Object.fromEntries(
			(options.get('--keep-empty') ?? []).map((text) => [readField('--keep-empty', text), 'keep'])
		),
		leaveOutIssues: options.has('--leave-out-issues'),
		json: options.has('--json')
	};
	const [file] = plain;
	if (file === undefined) throw new UsageError(`Name ${isOffline ? 'at least one' : 'the'} file.`);
	if (isOffline) {
		const existing = lastValue(words, '--existing') ?? lastValue(words, '--against');
		return {
			...plan,
			kind: 'offline',
			files: plain,
			existing,
			planLimit: readLimit(lastValue(words, '--plan-limit'))
		};
	}
	if (plain.length > 1) throw new UsageError('Name one file: each is reviewed by itself.');
	return { ...plan, kind: 'online', file, dryRun: options.has('--dry-run'), yes: options.has('--yes') };
}

function readLimit(text: string | null): number | null {
	if (text !== null && !/^\d{1,15}$/.test(text)) throw new UsageError('--plan-limit needs a whole number.');
	return text === null ? null : Number(text);
}

function readMap(text: string): ChosenColumns {
	const at = text.indexOf('=');
	if (at === -1)
		throw new UsageError(`--map needs field=header, where field is one of ${fieldNames.join(', ')}.`);
	return { [readField('--map', text.slice(0, at))]: text.slice(at + 1) || null };
}

function readField(option: string, text: string): FieldName {
	const field = fieldNames.find((name) => name === text);
	if (field === undefined) throw new UsageError(`${option} needs a field: one of ${fieldNames.join(', ')}.`);
	return field;
}
