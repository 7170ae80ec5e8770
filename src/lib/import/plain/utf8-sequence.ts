/**
 * Where the character behind a non-ASCII one starts; -1 where its bytes are not valid UTF-8 (Unicode, table 3-7:
 * no forms longer than needed, no surrogates, nothing beyond U+10FFFF).
 *
 * @param at where a byte of 0x80 or more stands
 */
export function behindSequence(bytes: Uint8Array, at: number): number {
	const lead = bytes[at] ?? 0;
	if (lead < 0xc2 || lead > 0xf4) return -1;
	const second = bytes[at + 1] ?? 0;
	if (lead < 0xe0) return isContinuation(second) ? at + 2 : -1;
	const from = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
	const to = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
	if (second < from || second > to || !isContinuation(bytes[at + 2] ?? 0)) return -1;
	if (lead < 0xf0) return at + 3;
	return isContinuation(bytes[at + 3] ?? 0) ? at + 4 : -1;
}

function isContinuation(byte: number): boolean {
	return (byte & 0xc0) === 0x80;
}
