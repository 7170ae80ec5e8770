/** A piece of a format's section: a place for a digit, or a text that stands there. */
export type FormatPart = { digit: '0' | '#' } | { text: string };

/** One section of a format: how it writes numbers of one sign. */
export interface FormatSection {
	integer: FormatPart[];
	fraction: FormatPart[];
	/** How often the number is taken times a hundred. */
	percents: number;
}

/** How a sheet shows numbers (ECMA-376 part 1, 18.8.31), as far as it matters here. */
export type NumberFormat =
	/** As many digits as the number has. */
	| { kind: 'general' }
	| {
			kind: 'pattern';
			positive: FormatSection;
			/** Null where negative numbers are the positive ones with a sign. */
			negative: FormatSection | null;
	  }
	| { kind: 'date'; hasDate: boolean; time: 'none' | 'minutes' | 'seconds' }
	/** A span of time: 26:30 for a day and some. */
	| { kind: 'elapsed'; time: 'minutes' | 'seconds' };

type Token =
	| { kind: 'text'; text: string }
	| { kind: 'symbol'; text: string }
	| { kind: 'currency'; text: string }
	| { kind: 'elapsed'; text: string };

const general: NumberFormat = { kind: 'general' };

// Formats that workbooks name by number only (18.8.30). Those of dates and money look different in every country,
// and are told apart by what they are; 27 to 36 and 50 to 58 are dates in East Asia.
const builtIn: Record<number, string> = {
	1: '0',
	2: '0.00',
	3: '#,##0',
	4: '#,##0.00',
	5: '#,##0',
	6: '#,##0',
	7: '#,##0.00',
	8: '#,##0.00',
	9: '0%',
	10: '0.00%',
	14: 'yyyy-mm-dd',
	15: 'd-mmm-yy',
	16: 'd-mmm',
	17: 'mmm-yy',
	18: 'h:mm',
	19: 'h:mm:ss',
	20: 'h:mm',
	21: 'h:mm:ss',
	22: 'm/d/yy h:mm',
	37: '#,##0',
	38: '#,##0',
	39: '#,##0.00',
	40: '#,##0.00',
	41: '#,##0',
	42: '#,##0',
	43: '#,##0.00',
	44: '#,##0.00',
	45: 'mm:ss',
	46: '[h]:mm:ss',
	47: 'mm:ss'
};

/** The format with a number of its own, where the workbook does not define it. */
export function builtInFormat(id: number): NumberFormat {
	const isEastAsianDate = (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
	const code = isEastAsianDate ? 'yyyy-mm-dd' : builtIn[id];
	return code === undefined ? general : parseNumberFormat(code);
}

/**
 * Reads a format's code. Amounts lose their decoration: which character groups thousands and how money is marked
 * is the reader's country, not the sheet's, and 1250 must not become a text that has to be guessed at. Formats
 * that would show less than there is - thousands as units, fractions, powers of ten, conditions, nothing at all -
 * are read as no format.
 */
export function parseNumberFormat(code: string): NumberFormat {
	const sections = tokenize(code);
	if (sections === undefined) return general;
	const [first = [], second] = sections;
	const date = readDateFormat(first);
	if (date) return date;
	const positive = readSection(first);
	if (positive === undefined) return general;
	if (isAmount(first)) return { kind: 'pattern', positive: bare(positive), negative: null };
	return { kind: 'pattern', positive, negative: (second && readSection(second)) ?? null };
}

/** The sections of a code, taken apart; undefined for `General` and for conditions such as `[>100]`. */
function tokenize(code: string): Token[][] | undefined {
	const sections: Token[][] = [[]];
	for (const match of code.matchAll(
		/"([^"]*)"?|\\([\s\S]?)|[_*]([\s\S]?)|\[([^\]]*)\]?|(general)|([\s\S])/giu
	)) {
		const [, quoted, escaped, , bracket, isGeneral, symbol] = match;
		if (isGeneral !== undefined || (bracket !== undefined && /^[<>=]/.test(bracket))) return undefined;
		if (symbol === ';') sections.push([]);
		else sections.at(-1)?.push(...tokensOf(quoted ?? escaped, bracket, symbol));
	}
	return sections;
}

function tokensOf(
	text: string | undefined,
	bracket: string | undefined,
	symbol: string | undefined
): Token[] {
	if (text !== undefined) return [{ kind: 'text', text }];
	if (symbol !== undefined) return [{ kind: 'symbol', text: symbol }];
	if (bracket === undefined) return [];
	if (/^(?:h+|m+|s+)$/i.test(bracket)) return [{ kind: 'elapsed', text: bracket.charAt(0) }];
	// `[$€-407]` is a currency sign with a locale; `[$-407]` is the locale alone, `[Red]` a color.
	const currency = /^\$([^-]+)/.exec(bracket)?.[1];
	return currency === undefined ? [] : [{ kind: 'currency', text: currency }];
}

function readDateFormat(tokens: readonly Token[]): NumberFormat | undefined {
	const isElapsed = tokens.some(({ kind }) => kind === 'elapsed');
	const letters = tokens
		.map(({ kind, text }) => (kind === 'symbol' || kind === 'elapsed' ? text : ' '))
		.join('')
		.toLowerCase()
		.replace(/am\/pm|a\/p/g, ' h ');
	const units = (letters.match(/y+|m+|d+|h+|s+/g) ?? []).map((run) => run.charAt(0));
	if (units.length === 0) return undefined;
	const isMinute = units.map((unit, i) => unit === 'm' && (units[i - 1] === 'h' || units[i + 1] === 's'));
	const hasSeconds = units.includes('s');
	if (isElapsed) return { kind: 'elapsed', time: hasSeconds ? 'seconds' : 'minutes' };
	const hasTime = hasSeconds || units.includes('h') || isMinute.includes(true);
	return {
		kind: 'date',
		hasDate: units.some((unit, i) => unit === 'y' || unit === 'd' || (unit === 'm' && !isMinute[i])),
		time: hasSeconds ? 'seconds' : hasTime ? 'minutes' : 'none'
	};
}

/** Undefined for what is no plain pattern of digits. */
function readSection(tokens: readonly Token[]): FormatSection | undefined {
	const symbols = tokens.map(({ kind, text }) => (kind === 'symbol' ? text : ' ')).join('');
	const isPlain = !/[eE][+-]|@|\/|[0#?],+(?![0#?])/.test(symbols);
	if (!isPlain || !/[0#?]/.test(symbols)) return undefined;
	const section: FormatSection = { integer: [], fraction: [], percents: 0 };
	let part = section.integer;
	for (const { kind, text } of tokens) {
		if (kind !== 'symbol') part.push({ text });
		else if (text === '0' || text === '#' || text === '?') part.push({ digit: text === '0' ? '0' : '#' });
		else if (text === '.' && part === section.integer) part = section.fraction;
		else if (text !== ',') part.push({ text });
		if (kind === 'symbol' && text === '%') section.percents++;
	}
	return section;
}

/** Whether a section groups thousands or names a currency by its sign. */
function isAmount(tokens: readonly Token[]): boolean {
	return tokens.some(
		({ kind, text }) => kind === 'currency' || (kind === 'symbol' && text === ',') || /\p{Sc}/u.test(text)
	);
}

/** A section without the texts in it, but for the percent sign. */
function bare(section: FormatSection): FormatSection {
	function isKept(part: FormatPart): boolean {
		return 'digit' in part || part.text === '%';
	}
	return {
		...section,
		integer: section.integer.filter(isKept),
		fraction: section.fraction.filter(isKept)
	};
}
