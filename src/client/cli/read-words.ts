import { UsageError } from './usage.ts';

/** Whether an option stands alone or has a value. */
export type OptionKinds = Readonly<Record<string, 'flag' | 'value'>>;

/** The words of a command line, told apart. */
export interface Words {
	/** What is no option, in its order. */
	plain: string[];
	/** The values of each option that was given, in their order; none for one that stands alone. */
	options: ReadonlyMap<string, readonly string[]>;
}

/**
 * Tells the words of a command line apart: `--option=value` and `--option value` are the same, and what follows `--` is
 * no option.
 *
 * @throws UsageError for an option that there is not, or whose value is missing
 */
export function readWords(argv: readonly string[], kinds: OptionKinds): Words {
	const plain: string[] = [];
	const options = new Map<string, string[]>();
	const rest = [...argv];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		if (word === '--') {
			plain.push(...rest.splice(0));
			continue;
		}
		const [, option, inline] = /^(--[a-z-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
		if (option === undefined) {
			if (word.startsWith('-') && word !== '-') throw new UsageError(`Unknown option ${word}.`);
			plain.push(word);
			continue;
		}
		const kind = Object.hasOwn(kinds, option) ? kinds[option] : undefined;
		if (kind === undefined) throw new UsageError(`Unknown option ${option}.`);
		const values = options.get(option) ?? [];
		options.set(option, values);
		if (kind === 'value') {
			const value = inline ?? rest.shift();
			if (value === undefined) throw new UsageError(`${option} needs a value.`);
			values.push(value);
		} else if (inline !== undefined) throw new UsageError(`${option} takes no value.`);
	}
	return { plain, options };
}

/** Whether an option that stands alone is among the words, as far as options go. */
export function hasFlag(argv: readonly string[], flag: string): boolean {
	const end = argv.indexOf('--');
	return argv.slice(0, end === -1 ? undefined : end).includes(flag);
}

/** The value of an option that counts once: the last one. */
export function lastValue({ options }: Words, option: string): string | null {
	return options.get(option)?.at(-1) ?? null;
}
