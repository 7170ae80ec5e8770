import { type FieldName, fieldNames } from '../../customer/customer.ts';
import type { Mapping, MappingSuggestion } from '../mapping.ts';
import {
	type HeaderLook,
	type NameEvidence,
	isAboutSomethingElse,
	isLaterOne,
	lookAtHeader,
	nameEvidence
} from '../headers/name-evidence.ts';
import type { CsvTable } from '../table.ts';
import { type ValueEvidence, shareOf, valueEvidence } from './value-evidence.ts';

type Why = MappingSuggestion['why'];

/** A column that nothing is imported from yet. */
interface Candidate {
	column: number;
	look: HeaderLook;
	values: () => ValueEvidence;
}

/** How well a column would do for a field; the higher, the better. */
interface Judged {
	column: number;
	score: number;
	why: Why;
}

// Where a few cells hold two addresses or a wrong one, the column is still that of the addresses.
const mostlyAddresses = 0.6;
const nearlyAll = 0.9;

/**
 * For each field without a column, the one that may be meant (spec M6, M8), best first. A suggestion never names a
 * column that is mapped, one that is left out for a reason of its own, or one that another suggestion names.
 *
 * @param taken columns that are not to be suggested, besides mapped ones: passwords and others that are left out for what they are
 */
export function suggestColumns(
	table: CsvTable,
	mapping: Mapping,
	taken: ReadonlySet<number>
): MappingSuggestion[] {
	const open = fieldNames.filter((field) => mapping[field] === null);
	if (open.length === 0) return [];
	const mapped = new Set<number | null>(fieldNames.map((field) => mapping[field]));
	const candidates = table.header.flatMap((header, column): Candidate[] => {
		if (mapped.has(column) || taken.has(column)) return [];
		return [{ column, look: lookAtHeader(header), values: once(() => valueEvidence(table, column)) }];
	});
	const suggestions: MappingSuggestion[] = [];
	for (const field of open) {
		const free = candidates.filter(({ column }) => !suggestions.some((other) => other.column === column));
		const best = bestOf(free.flatMap((candidate) => judge(field, candidate) ?? []));
		const chosen = field === 'name' ? nameOrPair(table, mapped, best) : best;
		if (chosen) suggestions.push({ field, column: chosen.column, why: chosen.why });
	}
	return suggestions;
}

function judge(field: FieldName, candidate: Candidate): Judged | undefined {
	const evidence = nameEvidence(field, candidate.look);
	switch (field) {
		case 'email':
			return judgeEmail(candidate, evidence);
		case 'status':
			return judgeStatus(candidate, evidence);
		case 'name':
		case 'notes':
		case 'creditLimit':
			return evidence && judgeNamed(field, candidate, evidence);
	}
}

/** Addresses, most of them different ones: an address that repeats is a salesperson's. */
function judgeEmail({ column, look, values }: Candidate, evidence?: NameEvidence): Judged | undefined {
	if (isAboutSomethingElse('email', look)) return undefined;
	const found = values();
	if (found.filled === 0) return evidence && { column, score: 0, why: evidence };
	const share = shareOf(found.addresses, found);
	if (!isVaried(found)) return undefined;
	if (share < mostlyAddresses) {
		// Addresses that need fixing are still what the column is named for.
		const isBroken = evidence !== undefined && shareOf(found.withAt, found) > 0.5;
		return isBroken ? { column, score: share, why: evidence } : undefined;
	}
	const name = evidence === undefined ? 1 : isLaterOne(look) ? 0 : 3;
	return { column, score: name + share + found.filled / found.looked, why: { kind: 'values', share } };
}

function judgeStatus({ column, look, values }: Candidate, evidence?: NameEvidence): Judged | undefined {
	if (isAboutSomethingElse('status', look)) return undefined;
	const found = values();
	if (found.filled === 0) return undefined;
	const known = shareOf(found.statusWords, found);
	const clear = shareOf(found.clearStatusWords, found);
	if (evidence === undefined) {
		// Only words that are used for nothing else, and somebody must be blocked by them.
		if (clear < nearlyAll || found.clearBlockingWords === 0) return undefined;
		return { column, score: clear, why: { kind: 'values', share: clear } };
	}
	// `Active: yes` tells what yes means; `Status: 1` does not.
	const isFlag = look.words.some((word) => /^(?:is)?(?:a[ck]ti|atti|ativ|enabled)/.test(word));
	const words = found.clearStatusWords + found.foreignStatusWords + (isFlag ? found.flags : 0);
	if (shareOf(words, found) < nearlyAll) return undefined;
	return { column, score: 1 + known, why: known >= 0.5 ? { kind: 'values', share: known } : evidence };
}

/** A column that is named for the field, unless its values are of another kind. */
function judgeNamed(
	field: 'name' | 'notes' | 'creditLimit',
	{ column, values }: Candidate,
	evidence: NameEvidence
): Judged | undefined {
	const found = values();
	const score = (evidence.kind === 'near-name' ? 1 : 0) + found.filled / Math.max(1, found.looked);
	if (found.filled === 0) return { column, score, why: evidence };
	const amounts = shareOf(found.amounts, found);
	if (field === 'creditLimit')
		return amounts < mostlyAddresses ? undefined : { column, score, why: evidence };
	const others = amounts + shareOf(found.addresses + found.dates + found.flags, found);
	if (others > 0.5 || (field === 'name' && !isVaried(found))) return undefined;
	return { column, score, why: evidence };
}

/** The two names of a person, where no column names most of the customers. */
function nameOrPair(
	table: CsvTable,
	mapped: ReadonlySet<number | null>,
	best: Judged | undefined
): Judged | undefined {
	const index = table.joined.findIndex(({ columns }) => !columns.some((column) => mapped.has(column)));
	const pair = table.joined[index];
	if (pair === undefined) return best;
	// `Nom` beside `Prénom` is half a name.
	if (best && best.score > 0.5 && !pair.columns.includes(best.column)) return best;
	return { column: table.header.length + index, score: 0, why: { kind: 'joined' } };
}

function bestOf(judged: readonly Judged[]): Judged | undefined {
	return judged.reduce<Judged | undefined>(
		(best, next) => (best === undefined || next.score > best.score ? next : best),
		undefined
	);
}

/** Whether most of the values are different ones; of a few nothing can be said. */
function isVaried({ filled, different }: ValueEvidence): boolean {
	return filled < 4 || different * 2 >= filled;
}

function once<T>(make: () => T): () => T {
	let made: { value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}
