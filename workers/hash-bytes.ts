import { sha256Hex } from '../src/lib/import/plan/digest.ts';

/**
 * The SHA-256 of a file in lower-case hexadecimal. The browser's own takes milliseconds where the library
 * takes tenths of a second, but is there in secure contexts only.
 */
export async function hashBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	if (!isSecureContext) return sha256Hex(bytes);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
