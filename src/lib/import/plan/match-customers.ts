import { hashText } from '../check/address-hash.ts';
import type { AddressIndex } from '../check/address-index.ts';
import type { ExistingCustomers } from '../plan.ts';

/** Which customer has which of a file's addresses. */
export interface CustomerMatch {
	readonly index: AddressIndex;
	readonly existing: ExistingCustomers;
	/** By number of the address: that of the customer; -1 where there is none. */
	readonly customers: Int32Array;
	/** How many customers there were. */
	readonly customerCount: number;
}

/**
 * Matches customers with a file's addresses (spec S1): each customer looks for its row, since there are never more
 * of them and more may come. Of two customers with one address, the later one counts.
 *
 * @param before a match of the same index and customers: only what came since is looked at
 */
export function matchCustomers(
	index: AddressIndex,
	existing: ExistingCustomers,
	before: CustomerMatch | null
): CustomerMatch {
	const known = before?.index === index && before.existing === existing ? before : null;
	const { count: customerCount, bytes } = existing;
	if (known?.customerCount === customerCount && known.customers.length === index.count) return known;
	const customers = new Int32Array(index.count).fill(-1);
	if (known) customers.set(known.customers);
	const from = known?.customerCount ?? 0;

	const others = known ? new Map(index.othersFrom(known.customers.length)) : new Map<string, number>();
	if (others.size > 0) {
		// New addresses among customers that came before: most are told by their hash.
		const hashes = new Set([...others.keys()].map(hashText));
		for (let number = 0; number < from; number++) {
			if (bytes !== null && !hashes.has(bytes.addressHashes[number] ?? 0)) continue;
			const address = others.get(existing.email(number));
			if (address !== undefined) customers[address] = number;
		}
	}
	if (bytes === null) {
		for (let number = from; number < customerCount; number++) {
			const address = index.find(existing.email(number));
			if (address !== -1) customers[address] = number;
		}
	} else {
		const { addressHashes, fields } = bytes;
		const { bytes: texts, starts } = fields.email;
		let last = -1;
		for (let number = from; number < customerCount; number++) {
			const start = starts[number] ?? 0;
			const end = (starts[number + 1] ?? 0) - 1;
			const hash = addressHashes[number] ?? 0;
			const address = index.findBytes(texts, start, end, hash, last);
			if (address === -1) continue;
			customers[address] = number;
			last = address;
		}
	}
	return { index, existing, customers, customerCount };
}
