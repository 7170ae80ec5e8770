import { type FieldName, fieldNames } from '../lib/customer/customer.ts';

/** What the command line asks for. */
export interface PreviewArguments {
	files: string[];
	/** A list of existing customers to compare with, JSON or CSV. */
	against: string | null;
	/** The header that each named field is read from; null is "don't import". */
	map: Partial<Record<FieldName, string | null>>;
	/** How many customers the plan allows; null is unlimited. */
	planLimit: number | null;
	json: boolean;
}

export const usage = `Usage: npm run -s preview -- FILE [FILE ...] [--against customers.json|customers.csv]
       [--map field=header ...] [--plan-limit N] [--json]

Reads, maps and plans customer files as the import page does, without a server.
Fields: ${fieldNames.join(', ')}. "--map field=" leaves a field out.
IMPORT_MAX_FILE_ROWS and IMPORT_MAX_FILE_BYTES in the environment are the limits of a file, IMPORT_MAX_ROWS and
IMPORT_MAX_BYTES those of one import.
Exit status: 0 importable, 1 issues, 2 unreadable or wrong arguments.`;

/**
 * Reads the arguments of `npm run preview`.
 *
 * @throws Error with a sentence for the person when they make no sense
 */
export function readArguments(argv: readonly string[]): PreviewArguments {
	const result: PreviewArguments = { files: [], against: null, map: {}, planLimit: null, json: false };
	const rest = [...argv];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		// `--option=value` and `--option value` are the same; what follows `--` are files.
		if (word === '--') {
			result.files.push(...rest.splice(0));
			continue;
		}
		const [, option = word, inline] = /^(--[a-z-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
		function value(): string {
			const given = inline ?? rest.shift();
			if (given === undefined) throw new Error(`${option} needs a value.`);
			return given;
		}
		if (option === '--json') result.json = true;
		else if (option === '--against') result.against = value();
		else if (option === '--plan-limit') result.planLimit = readLimit(value());
		else if (option === '--map') Object.assign(result.map, readMap(value()));
		else if (option.startsWith('--')) throw new Error(`Unknown option ${option}.`);
		else result.files.push(word);
	}
	if (result.files.length === 0) throw new Error('Name at least one file.');
	return result;
}

function readLimit(text: string): number {
	if (!/^\d{1,15}$/.test(text)) throw new Error('--plan-limit needs a whole number.');
	return Number(text);
}

function readMap(text: string): Partial<Record<FieldName, string | null>> {
	const at = text.indexOf('=');
	const field = fieldNames.find((name) => name === text.slice(0, at));
	if (at === -1 || field === undefined) {
		throw new Error(`--map needs field=header, where field is one of ${fieldNames.join(', ')}.`);
	}
	return { [field]: text.slice(at + 1) || null };
}
