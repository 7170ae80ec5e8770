import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Customer, type FieldName, fieldNames } from '../customer/customer.ts';
import type { PlanOptions, RowOutcome } from './plan.ts';

// 64 bits tell the rows of one plan apart; the plan's own digest is a whole SHA-256.
const rowDigestLength = 16;

/** SHA-256 in lower-case hexadecimal. A library's, since browsers offer theirs to secure contexts only. */
export function sha256Hex(bytes: Uint8Array): string {
	return bytesToHex(sha256(bytes));
}

/** A digest of all that an outcome says, the customer's other fields included: it differs when anything does (spec A3). */
export function rowDigest(outcome: RowOutcome): string {
	return hashOf(facts(outcome)).slice(0, rowDigestLength);
}

/** The digest of a whole plan: its options, the mapped fields and every row's outcome, in order (spec A1). */
export function planDigest(options: PlanOptions, fields: FieldName[], rowDigests: string[]): string {
	const emptyCells = fieldNames.map((field) => options.emptyCells[field]);
	const mapped = fieldNames.filter((field) => fields.includes(field));
	return hashOf([emptyCells, mapped, rowDigests]);
}

function hashOf(facts: unknown): string {
	return bytesToHex(sha256(utf8ToBytes(JSON.stringify(facts))));
}

function facts(outcome: RowOutcome): unknown[] {
	switch (outcome.kind) {
		case 'create':
		case 'unchanged':
			return [outcome.kind, outcome.row, values(outcome.customer)];
		case 'update':
			return [outcome.kind, outcome.row, values(outcome.before), values(outcome.after)];
		case 'issue':
			return [
				outcome.kind,
				outcome.row,
				outcome.email,
				outcome.issues.map(({ field, code }) => [field, code])
			];
	}
}

function values(customer: Customer): (string | null)[] {
	return fieldNames.map((field) => customer[field]);
}
