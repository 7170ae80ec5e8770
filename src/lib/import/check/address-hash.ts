// Any number; 0 would leave short addresses of NULs alike.
const seed = 0x2545f491;

const factor = 0x9e3779b1;

/** A hash of 32 bits of a range of bytes; four at a time, since a step waits for the one before. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
	let hash = seed ^ (end - start);
	let at = start;
	for (; at + 4 <= end; at += 4) {
		const word =
			(bytes[at] ?? 0) |
			((bytes[at + 1] ?? 0) << 8) |
			((bytes[at + 2] ?? 0) << 16) |
			((bytes[at + 3] ?? 0) << 24);
		hash = step(hash, word);
	}
	for (; at < end; at++) hash = step(hash, bytes[at] ?? 0);
	return finish(hash);
}

/** The same hash as that of the text's bytes, where it is ASCII, as every valid address is. */
export function hashText(text: string): number {
	const { length } = text;
	let hash = seed ^ length;
	let at = 0;
	for (; at + 4 <= length; at += 4) {
		const word =
			text.charCodeAt(at) |
			(text.charCodeAt(at + 1) << 8) |
			(text.charCodeAt(at + 2) << 16) |
			(text.charCodeAt(at + 3) << 24);
		hash = step(hash, word);
	}
	for (; at < length; at++) hash = step(hash, text.charCodeAt(at));
	return finish(hash);
}

function step(hash: number, word: number): number {
	const mixed = Math.imul(hash ^ word, factor);
	return mixed ^ (mixed >>> 15);
}

function finish(hash: number): number {
	const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	return mixed ^ (mixed >>> 13);
}
