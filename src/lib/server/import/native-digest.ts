import { createHash } from 'node:crypto';

/** SHA-256 of a text in lower-case hexadecimal: the core's `textDigest`, by the engine's own code. */
export function nativeDigest(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
