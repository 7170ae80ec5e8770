const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

// Calling the decoder costs as much as that many characters put together here.
const maxShort = 12;

/**
 * The text that a range of bytes is as UTF-8; `end` is exclusive. A byte order mark in it is a character like any
 * other, and bytes that are not valid become U+FFFD.
 */
export function textOfBytes(bytes: Uint8Array, start: number, end: number): string {
	if (end - start > maxShort) return decoder.decode(bytes.subarray(start, end));
	let text = '';
	for (let at = start; at < end; at++) {
		const byte = bytes[at] ?? 0;
		if (byte >= 0x80) return decoder.decode(bytes.subarray(start, end));
		text += String.fromCharCode(byte);
	}
	return text;
}
