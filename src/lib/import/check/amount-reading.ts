import { trimText } from '../../customer/text.ts';
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
	const decimals = new Set<DecimalMark>();
	const unclear = new Set<DecimalMark>();
	const currencies = new Set<string>();
	let endsInZero = false;
	let hasSmall = false;
	let hasLarge = false;

	for (const cell of texts) {
		const text = trimText(cell);
		// Nearly every cell is plain or empty, and looking is cheaper than reading.
		if (text === '') continue;
		if (whole.test(text)) {
			hasSmall ||= text.length <= 3 && text !== '0';
			hasLarge ||= text.length > 3;
			continue;
		}
		if (withDecimals.test(text)) {
			decimals.add('.');
			continue;
		}
		const amount = readWrittenAmount(text);
		if (amount === null) continue;
		if (amount.currency !== null) currencies.add(amount.currency);
		const told = decimalMarkOf(amount);
		if (told !== null) decimals.add(told);
		else if (amount.unclearMark !== null) {
			unclear.add(amount.unclearMark);
			endsInZero ||= [...amount.readings.values()].some((reading) => reading?.endsWith('0'));
		}
	}

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
