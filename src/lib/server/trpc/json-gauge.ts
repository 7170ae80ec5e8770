const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

// From so many bytes on, the engine's own search is worth its call.
const longText = 32;

/** Measures JSON as it comes in, without understanding it: in one pass over its bytes, and in constant memory. */
export interface JsonGauge {
	/** Takes the next bytes; a character may be cut between two of them. */
	add: (chunk: Uint8Array) => void;
	/** How many lists and objects were inside one another, at the deepest place so far. */
	depth: () => number;
	/** How many values there were at most so far: one more than the commas outside of texts. */
	values: () => number;
}

/** A gauge for one JSON text in UTF-8, where no byte of a longer character is one of those looked for. */
export function createJsonGauge(): JsonGauge {
	let deepest = 0;
	let depth = 0;
	let commas = 0;
	let isInText = false;
	let isEscaped = false;

	function add(chunk: Uint8Array): void {
		let at = 0;
		while (at < chunk.length) {
			at = isInText ? passText(chunk, at) : passStructure(chunk, at);
		}
	}

	/** To behind the end of the text, or of the chunk. Most bytes are in texts, so that this asks for little. */
	function passText(chunk: Uint8Array, from: number): number {
		let at = isEscaped ? from + 1 : from;
		isEscaped = false;
		const far = Math.min(chunk.length, at + longText);
		while (at < far) {
			const byte = chunk[at++];
			if (byte === quote) {
				isInText = false;
				return at;
			}
			if (byte === backslash && ++at > chunk.length) isEscaped = true;
		}
		return passLongText(chunk, at);
	}

	/** The same, by the engine's own search. */
	function passLongText(chunk: Uint8Array, from: number): number {
		for (let at = from; at < chunk.length;) {
			const end = chunk.indexOf(quote, at);
			const until = end === -1 ? chunk.length : end;
			let backslashes = 0;
			while (until - backslashes > at && chunk[until - backslashes - 1] === backslash) backslashes++;
			const isFree = backslashes % 2 === 0;
			if (end === -1) isEscaped = !isFree;
			else isInText = !isFree;
			if (end === -1 || isFree) return until + 1;
			at = end + 1;
		}
		return from;
	}

	/** To behind the beginning of the next text, or to the end of the chunk. */
	function passStructure(chunk: Uint8Array, from: number): number {
		let at = from;
		while (at < chunk.length) {
			const byte = chunk[at++];
			if (byte === quote) {
				isInText = true;
				return at;
			}
			if (byte === comma) commas++;
			else if (byte === openBracket || byte === openBrace) deepest = Math.max(deepest, ++depth);
			else if (byte === closeBracket || byte === closeBrace) depth--;
		}
		return at;
	}

	return { add, depth: () => deepest, values: () => commas + 1 };
}
