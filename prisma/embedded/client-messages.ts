/**
 * What a PostgreSQL client sends, cut where another client may have its turn. The extended protocol asks
 * one question in several messages (Parse, Bind, Describe, Execute), closed by Sync; until then the
 * session remembers half of it.
 */
export type ClientUnit =
	/** The client asks for encryption; the answer is one byte. */
	| { kind: 'encryption-request' }
	/** The client wants another connection's query stopped; it expects no answer. */
	| { kind: 'cancel-request' }
	| { kind: 'startup'; bytes: Uint8Array }
	| { kind: 'password'; text: string }
	/** `isComplete` when the server answers that it is ready for the next question. */
	| { kind: 'messages'; bytes: Uint8Array; isComplete: boolean }
	| { kind: 'terminate' };

/** Takes what arrives on a socket and returns the units that are whole; keeps the rest for the next call. */
export interface ClientReader {
	/** @throws Error when the bytes cannot be PostgreSQL's protocol */
	read(chunk: Uint8Array): ClientUnit[];
}

const encryptionRequestCodes = [80877103, 80877104];
const cancelRequestCode = 80877102;

/** A message has a type byte and a length that counts itself; a startup packet has the length alone. */
const lengthBytes = 4;

/** PostgreSQL's own limit for a message. */
const longestMessage = 0x3fffffff;
const longestStartup = 10_000;

/** Starts reading one client's messages, from its first byte. */
export function createClientReader(): ClientReader {
	let buffer = Buffer.alloc(0);
	let used = 0;
	/** Whole messages at the start of the buffer that wait for the end of their unit. */
	let scanned = 0;
	let isStarted = false;

	function append(chunk: Uint8Array): void {
		if (used + chunk.length > buffer.length) {
			const larger = Buffer.allocUnsafe(Math.max(2 * buffer.length, used + chunk.length));
			buffer.copy(larger, 0, 0, used);
			buffer = larger;
		}
		buffer.set(chunk, used);
		used += chunk.length;
	}

	/** Removes the first bytes of the buffer and returns a copy of them. */
	function take(length: number): Uint8Array {
		const bytes = new Uint8Array(buffer.subarray(0, length));
		buffer.copyWithin(0, length, used);
		used -= length;
		scanned = 0;
		return bytes;
	}

	function readStartup(): ClientUnit | null {
		if (used < lengthBytes) return null;
		const length = checkedLength(buffer.readInt32BE(0), 2 * lengthBytes, longestStartup);
		if (used < length) return null;
		const code = buffer.readInt32BE(lengthBytes);
		const bytes = take(length);
		if (encryptionRequestCodes.includes(code)) return { kind: 'encryption-request' };
		if (code === cancelRequestCode) return { kind: 'cancel-request' };
		isStarted = true;
		return { kind: 'startup', bytes };
	}

	function readMessages(): ClientUnit | null {
		while (used - scanned > lengthBytes) {
			const type = String.fromCharCode(buffer[scanned] ?? 0);
			const length = 1 + checkedLength(buffer.readInt32BE(scanned + 1), lengthBytes, longestMessage);
			if (used - scanned < length) return null;
			const start = scanned;
			scanned += length;
			switch (type) {
				case 'X':
					return { kind: 'terminate' };
				case 'p': {
					const text = buffer.toString('utf8', start + 1 + lengthBytes, scanned - 1);
					take(scanned);
					return { kind: 'password', text };
				}
				// Query, Sync and FunctionCall end with "ready for query".
				case 'Q':
				case 'S':
				case 'F':
					return { kind: 'messages', bytes: take(scanned), isComplete: true };
				// Flush asks for what there is so far; the question goes on.
				case 'H':
					return { kind: 'messages', bytes: take(scanned), isComplete: false };
			}
		}
		return null;
	}

	return {
		read(chunk) {
			append(chunk);
			const units: ClientUnit[] = [];
			for (;;) {
				const unit = isStarted ? readMessages() : readStartup();
				if (unit === null) return units;
				units.push(unit);
				if (unit.kind === 'terminate') return units;
			}
		}
	};
}

function checkedLength(length: number, least: number, most: number): number {
	if (length < least || length > most) throw new Error('This is not the PostgreSQL protocol');
	return length;
}
