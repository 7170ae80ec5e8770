import type { Money } from './customer.ts';
import type { ReadValue } from './issue-code.ts';
import { trimText } from './text.ts';

/** The largest credit limit, `decimal(12,2)` (spec C2). */
export const maxCreditLimit: Money = '9999999999.99';

const maxWholeDigits = 10;
// As it is stored: at most so many digits, and nothing to trim, cut or fill.
const stored = /^(?:0|[1-9]\d{0,9})\.\d\d$/;
const plain = /^(\d+)(?:\.(\d{1,2}))?$/;
const negative = /^[-\u2212]\s?\d+(?:\.\d*)?$/;
const manyDecimals = /^\d+\.\d{3,}$/;

/**
 * Reads a credit limit: digits with an optional `.` and one or two decimals (spec V4). Never rounded,
 * never a binary number (spec C3). An empty cell is null.
 */
export function readCreditLimit(text: string): ReadValue {
	if (stored.test(text)) return { ok: true, value: text };
	const written = trimText(text);
	if (written === '') return { ok: true, value: null };
	const match = plain.exec(written);
	if (match === null) {
		if (negative.test(written)) return { ok: false, code: 'CREDIT_NEGATIVE' };
		if (manyDecimals.test(written)) return { ok: false, code: 'CREDIT_DECIMALS' };
		return { ok: false, code: 'CREDIT_NOT_NUMBER' };
	}
	const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '');
	if (whole.length > maxWholeDigits) return { ok: false, code: 'CREDIT_TOO_LARGE' };
	return { ok: true, value: `${whole}.${(match[2] ?? '').padEnd(2, '0')}` };
}

/** A credit limit in cents, exactly. */
export function toCents(money: Money): bigint {
	return BigInt(money.replace('.', ''));
}

/** A credit limit as people read it in English: `1,500.00` (presentation only; files keep `1500.00`). */
export function formatMoney(money: Money): string {
	const [whole = '', decimals = '00'] = money.split('.');
	return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${decimals}`;
}
