/** A decimal number as digits: its value is `digits` with the point so many places before their end. */
export interface Decimal {
	isNegative: boolean;
	/** Without leading zeros; empty for zero. */
	digits: string;
	/** Never below 0. */
	places: number;
}

const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

// Longer than any number that people write out.
const maxDigits = 64;

/** Reads a number as programs write it, without a binary detour; undefined for other text and for monsters. */
export function readDecimal(text: string): Decimal | undefined {
	const [match, sign, integer = '', fraction = '', exponent = '0'] = written.exec(text) ?? [];
	if (match === undefined || integer + fraction === '') return undefined;
	const places = fraction.length - Number(exponent);
	const digits = (integer + fraction + '0'.repeat(Math.min(maxDigits, Math.max(0, -places)))).replace(
		/^0+/,
		''
	);
	if (digits.length > maxDigits || places > maxDigits) return undefined;
	return { isNegative: sign === '-' && digits !== '', digits, places: Math.max(0, places) };
}

/** A number with so many digits behind the point at most, rounded half away from zero as spreadsheets do. */
export function roundTo(number: Decimal, places: number): Decimal {
	const dropped = number.places - places;
	if (dropped <= 0) return number;
	const digits = number.digits.padStart(dropped + 1, '0');
	const kept = digits.slice(0, -dropped);
	const isUp = digits.charAt(digits.length - dropped) >= '5';
	const rounded = (isUp ? String(BigInt(kept) + 1n) : kept).replace(/^0+/, '');
	return { isNegative: number.isNegative && rounded !== '', digits: rounded, places };
}

/** A number without what a spreadsheet does not show: fractions are shown to 15 digits, and 0.30000000000000004 is 0.3. */
export function asShown(number: Decimal): Decimal {
	const { places } = number;
	if (places === 0) return number;
	const shown = roundTo(number, Math.max(0, places - Math.max(0, number.digits.length - 15)));
	const zeros = Math.min(shown.places, /0*$/.exec(shown.digits)?.[0].length ?? 0);
	return {
		...shown,
		digits: zeros === 0 ? shown.digits : shown.digits.slice(0, -zeros),
		places: shown.digits === '' ? 0 : shown.places - zeros
	};
}

/** The digits before and behind the point; at least one before it. */
export function splitDecimal({ digits, places }: Decimal): { integer: string; fraction: string } {
	const padded = digits.padStart(places + 1, '0');
	return {
		integer: padded.slice(0, padded.length - places),
		fraction: padded.slice(padded.length - places)
	};
}

/** Written out, without an exponent. */
export function writeDecimal(number: Decimal): string {
	const { integer, fraction } = splitDecimal(number);
	return `${number.isNegative ? '-' : ''}${integer}${fraction === '' ? '' : `.${fraction}`}`;
}
