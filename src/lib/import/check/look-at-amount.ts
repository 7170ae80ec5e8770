import { cellState } from '../plan.ts';
import { type Look, unclear } from './look.ts';

const zero = 0x30;
const nine = 0x39;
const point = 0x2e;
const maxWholeDigits = 10;

/**
 * What a credit limit is by its bytes, where that can be said without making a text of them (spec V4): `1500.00`
 * is stored as it is written, `1500` and `1500.5` are completed when they are asked for, all else is for
 * `readCreditLimit` to read.
 */
export function lookAtAmount(bytes: Uint8Array, start: number, end: number): Look {
	let at = start;
	while (at < end && isDigit(bytes[at])) at++;
	const whole = at - start;
	if (whole === 0 || whole > maxWholeDigits) return unclear;
	if (whole > 1 && bytes[start] === zero) return unclear;
	if (at === end) return cellState.read;
	const decimals = end - at - 1;
	if (bytes[at] !== point || decimals < 1 || decimals > 2) return unclear;
	if (!isDigit(bytes[end - 1]) || !isDigit(bytes[at + 1])) return unclear;
	return decimals === 2 ? cellState.asWritten : cellState.read;
}

function isDigit(byte: number | undefined): boolean {
	return byte !== undefined && byte >= zero && byte <= nine;
}
