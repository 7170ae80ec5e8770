const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

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
		for (const byte of chunk) {
			if (isInText) {
				if (isEscaped) isEscaped = false;
				else if (byte === backslash) isEscaped = true;
				else if (byte === quote) isInText = false;
			} else if (byte === quote) isInText = true;
			else if (byte === comma) commas++;
			else if (byte === openBracket || byte === openBrace) deepest = Math.max(deepest, ++depth);
			else if (byte === closeBracket || byte === closeBrace) depth--;
		}
	}

	return { add, depth: () => deepest, values: () => commas + 1 };
}
