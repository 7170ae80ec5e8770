/** PostgreSQL's last words: it cannot go on, and in PGlite there is no other process that would start it again. */
export class Panic extends Error {
	override name = 'Panic';
	/** @param code PostgreSQL's five characters, such as 53100 for a full disk */
	constructor(readonly code: string) {
		super(`PANIC ${code}`);
	}
}

const errorType = 'E'.charCodeAt(0);

/** A message has a type byte and a length that counts itself. */
const typeBytes = 1;
const headBytes = 5;

/** Looks for a panic among the messages of an answer. After one, PGlite never answers anything again. */
export function findPanic(answer: Buffer): Panic | null {
	for (let at = 0; at + headBytes <= answer.length; at += typeBytes + answer.readInt32BE(at + typeBytes)) {
		if (answer[at] !== errorType) continue;
		const end = at + typeBytes + answer.readInt32BE(at + typeBytes);
		const fields = answer.toString('utf8', at + headBytes, end).split('\0');
		if (!fields.includes('VPANIC')) continue;
		return new Panic(fields.find((field) => field.startsWith('C'))?.slice(1) ?? 'XX000');
	}
	return null;
}
