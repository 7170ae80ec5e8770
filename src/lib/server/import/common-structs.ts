import { type Struct, define, nullable, object, pattern, size, string } from 'superstruct';
import { readEmail } from '../../customer/email.ts';
import { decodePlace } from '../cursor.ts';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const rowDigestPattern = /^[0-9a-f]{16}$/;

/** A UUID as browsers and this server write them: lower case, with hyphens. */
export const uuidStruct = pattern(size(string(), 36), uuidPattern);

/** A whole SHA-256 in lower-case hexadecimal. */
export const sha256Struct = pattern(size(string(), 64), /^[0-9a-f]{64}$/);

/** The shape of a question for a page of a list: the cursor of the page before, or null for the first. */
export const pageStruct: Struct<{ cursor: string | null }> = object({
	cursor: nullable(
		define<string>('cursor', (value) => typeof value === 'string' && decodePlace(value) !== null)
	)
});

/** Digests of rows: of a review, or of an undo. In one pass, since superstruct's own arrays take fifty times as long. */
export const rowDigestsStruct = define<string[]>(
	'row digests',
	(value) =>
		Array.isArray(value) &&
		value.every((digest) => typeof digest === 'string' && rowDigestPattern.test(digest))
);

/** Whether a value is an address exactly as it is stored: valid, trimmed, lower-case. */
export function isStoredEmail(value: unknown): value is string {
	if (typeof value !== 'string') return false;
	const email = readEmail(value);
	return email.ok && email.value === value;
}
