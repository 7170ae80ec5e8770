import { trimText, withoutInvisible } from '../../customer/text.ts';

/** What stands between whole and decimals. */
export type DecimalMark = '.' | ',';

/** An amount as people and programs write it (spec V4), and what it may mean. */
export interface WrittenAmount {
	/** An ISO 4217 code where the cell's sign or word is known to mean one; null where it names no currency. */
	currency: string | null;
	/**
	 * What it is as a credit limit, by what its decimal mark would be; null where it has more decimals than a
	 * credit limit. A mark that it cannot be read with is not in here.
	 */
	readings: ReadonlyMap<DecimalMark, string | null>;
	/** The mark that stands in it but once, before three digits, so that it may separate thousands or decimals. */
	unclearMark: DecimalMark | null;
}

const codes = new Set(
	(
		'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF ' +
		'CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD ' +
		'HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD ' +
		'MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN ' +
		'PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD ' +
		'TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG'
	).split(' ')
);

const currencyOfWord = new Map([
	['$', 'USD'],
	['US$', 'USD'],
	['A$', 'AUD'],
	['AU$', 'AUD'],
	['C$', 'CAD'],
	['CA$', 'CAD'],
	['R$', 'BRL'],
	['€', 'EUR'],
	['EURO', 'EUR'],
	['EUROS', 'EUR'],
	['£', 'GBP'],
	['FR', 'CHF'],
	['SFR', 'CHF'],
	['ZŁ', 'PLN'],
	['KČ', 'CZK'],
	['FT', 'HUF'],
	['₹', 'INR']
]);

// ISO 4217: these are written with three decimals, so three digits behind a mark say nothing about it.
const threeDecimals = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

const currencyAtStart = /^(\p{L}{0,3}\p{Sc}|\p{L}{1,5}\.?) ?/u;
const currencyAtEnd = / ?(\p{Sc}|\p{L}{1,5}\.?)$/u;
const words = new Set([...currencyOfWord.keys(), 'KR', 'RS', 'RP', 'RM', 'LEI', 'R']);

// `1250.-`, `1250,--` and `1,00,000/-`: no decimals.
const dashForDecimals = /(?<=[.,]) ?[-\u2010-\u2015]{1,2}$|\/-$/;
const fullWidth = /[\uff01-\uff5e]/g;
const spaceInLine = /[^\S\r\n\t ]/g;
const apostrophes = /[\u2018\u2019\u02bc\u2032`\u00b4]/g;

const digits = /^\d+$/;
// Groups of three by one separator, and the Indian way: three, then by two.
const grouped = /^[1-9]\d{0,2}([.,' _])\d{3}(?:\1\d{3})*$/;
const groupedByTwo = /^[1-9]\d?(?:,\d{2})+,\d{3}$/;
const separators = /[.,' _]/g;
const oneMark = /^[1-9]\d{0,2}([.,])\d{3}$/;

// The longest credit limit with every ornament is a third of this; what is longer need not be looked at.
const maxLength = 60;

/**
 * Reads an amount with currency signs and codes before or behind it, with thousands separated by spaces,
 * apostrophes, underscores, points or commas, and with full-width digits. Null where it is no amount, which
 * negative ones are not: they stay an issue. Digits are moved about as text; no number is made of them (spec C3).
 */
export function readWrittenAmount(text: string): WrittenAmount | null {
	if (text.length > maxLength) return null;
	const { body, currency } = takeCurrency(normalize(text));
	const number = body.replace(dashForDecimals, '');
	const readings = new Map<DecimalMark, string | null>();
	for (const mark of ['.', ','] as const) {
		const reading = readWith(number, mark);
		if (reading !== undefined) readings.set(mark, reading);
	}
	if (readings.size === 0) return null;
	const unclear = oneMark.exec(number)?.[1] as DecimalMark | undefined;
	return { currency, readings, unclearMark: unclear ?? null };
}

/** The other one of the two. */
export function otherMark(mark: DecimalMark): DecimalMark {
	return mark === '.' ? ',' : '.';
}

/** Whether amounts in a currency have no more than two decimals. */
export function hasFewDecimals(currency: string): boolean {
	return !threeDecimals.has(currency);
}

function normalize(text: string): string {
	return trimText(withoutInvisible(text))
		.replace(fullWidth, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
		.replace(spaceInLine, ' ')
		.replace(apostrophes, "'");
}

/** Takes off up to two currency signs, codes or words at either end, such as `$1,250 USD`. */
function takeCurrency(text: string): { body: string; currency: string | null } {
	let body = text;
	let currency: string | null = null;
	for (const pattern of [currencyAtStart, currencyAtStart, currencyAtEnd, currencyAtEnd]) {
		const match = pattern.exec(body);
		const found = match && currencyOf(match[1] ?? '');
		if (!match || !found) continue;
		body = match.index === 0 ? body.slice(match[0].length) : body.slice(0, match.index);
		// A code says more than a sign, which several currencies share.
		if (currency === null || !codes.has(currency) || found.isCode) currency = found.name;
	}
	return { body, currency };
}

function currencyOf(text: string): { name: string; isCode: boolean } | null {
	const word = text.toUpperCase().replace(/\.$/, '');
	if (codes.has(word)) return { name: word, isCode: true };
	if (words.has(word)) return { name: currencyOfWord.get(word) ?? word, isCode: false };
	const letters = word.replace(/\p{Sc}$/u, '');
	if (letters === word) return null;
	return codes.has(letters) ? { name: letters, isCode: true } : { name: word, isCode: false };
}

/** What a number is when `mark` is its decimal mark; null with too many decimals, undefined where it cannot be. */
function readWith(number: string, mark: DecimalMark): string | null | undefined {
	const at = number.indexOf(mark);
	const whole = at === -1 ? number : number.slice(0, at);
	const decimals = at === -1 ? '' : number.slice(at + 1);
	if (decimals !== '' && !digits.test(decimals)) return undefined;
	if (!isWhole(whole) && !(whole === '' && decimals !== '')) return undefined;
	// Zeros at the end say nothing, so leaving them out rounds nothing.
	const kept = decimals.replace(/(?<=^\d\d)0+$/, '');
	if (kept.length > 2) return null;
	const units = whole.replace(separators, '') || '0';
	return kept === '' ? units : `${units}.${kept}`;
}

function isWhole(text: string): boolean {
	return digits.test(text) || grouped.test(text) || groupedByTwo.test(text);
}
