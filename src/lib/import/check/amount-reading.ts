import { trimText } from '../../customer/text.ts';
import { cellEnd, cellStart } from '../plain/cell-bytes.ts';
import { type FieldColumn, cellState } from '../plan.ts';
import { type CsvTable, cellText } from '../table.ts';
import {
	type DecimalMark,
	type WrittenAmount,
	hasFewDecimals,
	otherMark,
	readWrittenAmount
} from './written-amount.ts';

/** How a column writes its amounts, as far as its cells tell (spec V4). */
export type AmountReading =
	/** No cell has a mark that could mean two things. */
	| { kind: 'plain' }
	/** Every cell that tells has the same decimal mark, so all can be read. */
	| { kind: 'one-way'; decimal: DecimalMark }
	/** There are cells such as `1.250`, and nothing tells whether this is 1250 or 1.25. */
	| { kind: 'ambiguous' }
	/** Some cells tell one thing, some the other. */
	| { kind: 'mixed' }
	/** Amounts in several currencies: without their signs they would say something else. */
	| { kind: 'several-currencies' };

const whole = /^\d+$/;
const withDecimals = /^\d+\.\d\d?$/;

const zero = 0x30;
const nine = 0x39;
const point = 0x2e;

/** What the cells of a column tell about the way in which it writes its amounts. */
interface Told {
	decimals: Set<DecimalMark>;
	/** Whether there are plain amounts with decimals. */
	hasDecimals: boolean;
	/** Marks that may separate thousands or decimals. */
	unclear: Set<DecimalMark>;
	currencies: Set<string>;
	/** Whether an amount with such a mark ends in a zero. */
	endsInZero: boolean;
	/** Whether there are whole numbers below 1000, but for 0, and above. */
	hasSmall: boolean;
	hasLarge: boolean;
}

/**
 * Finds out how a column writes its amounts (spec V4).
 *
 * A cell tells the decimal mark where it can be read with one only: `1250,50`, `1.250,50`, `1,250,000`, and the
 * plain `1250.50`, which is no issue. Three digits behind a single mark (`1.250`) may be thousands or decimals.
 * They are thousands
 * - beside a currency, which has no three decimals (but for a few, ISO 4217);
 * - where the column has such cells with one mark only, some ending in a zero, besides whole numbers below
 *   1000 and none above without a mark: a writer of three decimals would write `500.000` for 500, and one who
 *   leaves out zeros at the end would not write `1.250`.
 *
 * @param texts the cells as the file has them: fixed ones are plain, and would speak against the others
 */
export function readAmounts(texts: Iterable<string>): AmountReading {
	const told = nothingTold();
	for (const text of texts) hearText(told, text);
	return conclude(told);
}

/**
 * `readAmounts` of a column of a file as it was read, without fixes.
 *
 * @param checked the column as it was read for the credit limit
 */
export function readFileAmounts(table: CsvTable, column: number, checked: FieldColumn): AmountReading {
	const { states, plain } = checked;
	const told = nothingTold();
	for (let i = 0; i < states.length; i++) {
		const state = states[i];
		if (state === cellState.empty) continue;
		if (state === cellState.asWritten) told.hasDecimals = true;
		else if (plain === null || !hearBytes(told, plain.cells.bytes, cellStart(plain, i), cellEnd(plain, i)))
			hearText(told, cellText(table, i, column));
	}
	return conclude(told);
}

function nothingTold(): Told {
	return {
		decimals: new Set(),
		hasDecimals: false,
		unclear: new Set(),
		currencies: new Set(),
		endsInZero: false,
		hasSmall: false,
		hasLarge: false
	};
}

function hearText(told: Told, cell: string): void {
	const text = trimText(cell);
	// Nearly every cell is plain or empty, and looking is cheaper than reading.
	if (text === '') return;
	if (whole.test(text)) {
		hearWhole(told, text.length, text === '0');
		return;
	}
	if (withDecimals.test(text)) {
		told.hasDecimals = true;
		return;
	}
	const amount = readWrittenAmount(text);
	if (amount === null) return;
	if (amount.currency !== null) told.currencies.add(amount.currency);
	const mark = decimalMarkOf(amount);
	if (mark !== null) told.decimals.add(mark);
	else if (amount.unclearMark !== null) {
		told.unclear.add(amount.unclearMark);
		told.endsInZero ||= [...amount.readings.values()].some((reading) => reading?.endsWith('0'));
	}
}

/** The same for the bytes of a plain amount, as nearly every cell has one; false for any other. */
function hearBytes(told: Told, bytes: Uint8Array, start: number, end: number): boolean {
	let at = start;
	while (at < end && isDigit(bytes[at])) at++;
	if (at === start) return false;
	if (at === end) {
		hearWhole(told, end - start, end === start + 1 && bytes[start] === zero);
		return true;
	}
	const decimals = end - at - 1;
	if (bytes[at] !== point || decimals < 1 || decimals > 2) return false;
	if (!isDigit(bytes[at + 1]) || !isDigit(bytes[end - 1])) return false;
	told.hasDecimals = true;
	return true;
}

function hearWhole(told: Told, digits: number, isZero: boolean): void {
	told.hasSmall ||= digits <= 3 && !isZero;
	told.hasLarge ||= digits > 3;
}

function conclude(told: Told): AmountReading {
	const { unclear, currencies, endsInZero, hasSmall, hasLarge } = told;
	const decimals = new Set(told.decimals);
	if (told.hasDecimals) decimals.add('.');
	if (currencies.size > 1) return { kind: 'several-currencies' };
	if (decimals.size > 1) return { kind: 'mixed' };
	const [decimal] = decimals;
	if (decimal !== undefined) return { kind: 'one-way', decimal };
	const [mark] = unclear;
	if (mark === undefined) return { kind: 'plain' };
	if (unclear.size === 1 && endsInZero && hasSmall && !hasLarge)
		return { kind: 'one-way', decimal: otherMark(mark) };
	return { kind: 'ambiguous' };
}

/**
 * A cell's amount as plain text, where it can be read in only one way: by itself, or else as its column is
 * read (spec V4). Null where it cannot, is no amount, or has more than two decimals; it is never rounded.
 */
export function plainAmount(text: string, column: AmountReading): string | null {
	if (column.kind === 'several-currencies') return null;
	const amount = readWrittenAmount(text);
	if (amount === null) return null;
	const { readings, unclearMark } = amount;
	// The column comes first for what is unclear: that includes amounts which only their currency explains.
	if (unclearMark === null) return [...readings.values()][0] ?? null;
	return column.kind === 'one-way' ? (readings.get(column.decimal) ?? null) : null;
}

/** The decimal mark that a cell tells; null where it has none or may mean two things. */
function decimalMarkOf({ readings, unclearMark, currency }: WrittenAmount): DecimalMark | null {
	if (unclearMark !== null)
		return currency !== null && hasFewDecimals(currency) ? otherMark(unclearMark) : null;
	const [mark] = readings.keys();
	return readings.size === 1 && mark !== undefined ? mark : null;
}

function isDigit(byte: number | undefined): boolean {
	return byte !== undefined && byte >= zero && byte <= nine;
}
