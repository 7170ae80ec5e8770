import { readEmail } from '../../customer/email.ts';
import { meaningOfStatus } from '../../customer/status.ts';
import { trimText } from '../../customer/text.ts';
import { type CsvTable, cellText } from '../table.ts';

// As many cells as tell what a column holds; a file of any length costs the same.
const maxSample = 200;

/** What the cells of a column look like, counted in a sample spread over the file. */
export interface ValueEvidence {
	/** How many cells were looked at. */
	looked: number;
	filled: number;
	/** How many different values there are. */
	different: number;
	addresses: number;
	/** Cells with an `@`, whether what is around it is right or not. */
	withAt: number;
	/** Words that mean ACTIVE or BLOCKED here, in English. */
	statusWords: number;
	/** Of these, words that are used for nothing else: active, blocked, suspended, inactive, disabled, enabled. */
	clearStatusWords: number;
	/** Of these, words that mean BLOCKED. */
	clearBlockingWords: number;
	/** Words of other languages that mean the same. */
	foreignStatusWords: number;
	/** Yes, no, true, false, 1, 0, in several languages. */
	flags: number;
	/** Numbers, with or without currency and separators. */
	amounts: number;
	dates: number;
}

const clearWord = /^(?:in)?active$|^(?:dis|en)abled$|^blocked$|^suspended$/;
const foreignWord =
	/^(?:not[- ]?active|(?:in|des|de)?a[ck]ti(?:v|ve|f|fs|fe|vo|va|ef|viert)|(?:in|dis)?atti(?:vo|va|vato)|inati(?:vo|va)|ativo|bloqu(?:e|ee|eado|eada)|bloccat[oa]|geblokkeerd|gesperrt|frei|spærret|sparrad|archived|archiviert|archive|closed|on ?hold|locked|banned)$/;
const flag =
	/^(?:yes|no|y|n|true|false|1|0|on|off|ja|nein|nee|nej|oui|non|si|no|sim|nao|x|wahr|falsch|vrai|faux)$/;
const amount = /^[-+]?(?:\p{Sc}|[a-z]{3})?\s?[-+]?\d[\d.,'’\s]*\s?(?:\p{Sc}|[a-z]{3})?$/iu;
const date = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?$/;

/** Looks into a column, one of the header or a joined one. */
export function valueEvidence(table: CsvTable, column: number): ValueEvidence {
	const rows = table.rows.length;
	const looked = Math.min(rows, maxSample);
	const found: ValueEvidence = {
		looked,
		filled: 0,
		different: 0,
		addresses: 0,
		withAt: 0,
		statusWords: 0,
		clearStatusWords: 0,
		clearBlockingWords: 0,
		foreignStatusWords: 0,
		flags: 0,
		amounts: 0,
		dates: 0
	};
	const values = new Set<string>();
	for (let i = 0; i < looked; i++) {
		// Notes may be long; their beginning tells what they are.
		const value = trimText(cellText(table, Math.floor((i * rows) / looked), column).slice(0, 300));
		if (value === '') continue;
		found.filled++;
		values.add(value);
		add(found, value);
	}
	found.different = values.size;
	return found;
}

/** The part of a column's filled cells that a count is, 0 to 1; 0 where nothing is filled. */
export function shareOf(count: number, { filled }: ValueEvidence): number {
	return filled === 0 ? 0 : count / filled;
}

function add(found: ValueEvidence, value: string): void {
	if (value.includes('@')) {
		found.withAt++;
		if (readEmail(value).ok) found.addresses++;
		return;
	}
	const word = value.toLowerCase();
	if (flag.test(word.normalize('NFD').replace(/\p{M}/gu, ''))) found.flags++;
	const meaning = meaningOfStatus(word);
	if (meaning !== undefined) {
		found.statusWords++;
		if (clearWord.test(word)) {
			found.clearStatusWords++;
			if (meaning === 'BLOCKED') found.clearBlockingWords++;
		}
	} else if (foreignWord.test(word.normalize('NFD').replace(/\p{M}/gu, ''))) found.foreignStatusWords++;
	if (date.test(value)) found.dates++;
	else if (amount.test(value)) found.amounts++;
}
