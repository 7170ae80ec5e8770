import { type Decimal, asShown, readDecimal, roundTo, splitDecimal, writeDecimal } from './decimal.ts';
import type { FormatPart, FormatSection, NumberFormat } from './number-format.ts';
import { writeDate, writeElapsed } from './serial-date.ts';

/**
 * A number of a sheet as the sheet shows it (spec P11): leading zeros, decimals and texts of its format, without
 * an exponent; dates as `YYYY-MM-DD`. What cannot be shown by its format is written out.
 *
 * @param text the number as the workbook has it
 * @param from1904 whether the workbook counts days from 1904
 */
export function formatNumber(text: string, format: NumberFormat, from1904: boolean): string {
	const number = readDecimal(text);
	if (number === undefined) return text;
	const plain = writeDecimal(asShown(number));
	switch (format.kind) {
		case 'general':
			return plain;
		case 'date':
			return writeDate(Number(text), format, from1904) ?? plain;
		case 'elapsed':
			return writeElapsed(Number(text), format.time) ?? plain;
		case 'pattern':
			return writePattern(asShown(number), format.positive, format.negative);
	}
}

function writePattern(number: Decimal, positive: FormatSection, negative: FormatSection | null): string {
	const section = number.isNegative && negative !== null ? negative : positive;
	const digits = (number.digits + '00'.repeat(section.percents)).replace(/^0+/, '');
	const places = section.fraction.filter((part) => 'digit' in part).length;
	const rounded = roundTo({ ...number, digits }, places);
	if (number.isNegative && !rounded.isNegative) return writePattern(rounded, positive, null);
	const { integer, fraction } = splitDecimal(rounded);
	const sign = rounded.isNegative && section === positive ? '-' : '';
	return sign + writeInteger(integer, section.integer) + writeFraction(fraction, section.fraction);
}

/** Digits fill their places from the right; the first place takes all that are left. */
function writeInteger(integer: string, parts: readonly FormatPart[]): string {
	const first = parts.findIndex((part) => 'digit' in part);
	if (first === -1) return parts.map((part) => ('text' in part ? part.text : '')).join('') + integer;
	let rest = integer;
	let written = '';
	for (let i = parts.length - 1; i >= 0; i--) {
		const part = parts[i];
		if (part === undefined) continue;
		if ('text' in part) {
			written = part.text + written;
			continue;
		}
		const taken = i === first ? rest : rest.slice(-1);
		rest = i === first ? '' : rest.slice(0, -1);
		written = (taken === '' && part.digit === '0' ? '0' : taken) + written;
	}
	return written;
}

/** Digits fill their places from the left; zeros at the end stand only where the format asks for them. */
function writeFraction(fraction: string, parts: readonly FormatPart[]): string {
	const places = parts.flatMap((part) => ('digit' in part ? [part.digit] : []));
	const least = places.lastIndexOf('0') + 1;
	const digits = fraction.replace(/0+$/, '').padEnd(least, '0');
	let at = 0;
	let written = '';
	for (const part of parts) {
		if ('text' in part) written += part.text;
		else written += digits.charAt(at++);
	}
	return digits === '' ? written : `.${written}`;
}
