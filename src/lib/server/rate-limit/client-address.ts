import { isIPv6 } from 'node:net';

/**
 * The address that attempts are counted for. Of IPv6 the first 64 bits, since a single line has that many
 * addresses; an IPv4 address written as IPv6 is itself.
 *
 * @param address as `event.getClientAddress()` gives it; behind a proxy ADDRESS_HEADER and XFF_DEPTH say where it stands
 */
export function countedAddress(address: string): string {
	const [bare = ''] = address.split('%', 1);
	if (!isIPv6(bare)) return address;
	// The parser of addresses writes any IPv6 address in one way, without embedded IPv4.
	const words = wordsOf(new URL(`http://[${bare}]`).hostname.slice(1, -1));
	const isMapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
	if (isMapped)
		return words
			.slice(6)
			.flatMap((word) => [word >> 8, word & 0xff])
			.join('.');
	return `${words
		.slice(0, 4)
		.map((word) => word.toString(16))
		.join(':')}::/64`;
}

/** The eight numbers of an IPv6 address, of which "::" stands for as many zeros as are missing. */
function wordsOf(address: string): number[] {
	const [head = '', tail] = address.split('::', 2);
	const first = numbersOf(head);
	if (tail === undefined) return first;
	const last = numbersOf(tail);
	return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function numbersOf(words: string): number[] {
	return words === '' ? [] : words.split(':').map((word) => Number.parseInt(word, 16));
}
