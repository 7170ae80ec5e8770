import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import type { PlanOptions, RowOutcome } from '../plan.ts';

/** SHA-256 in lower-case hexadecimal. A library's, since browsers offer theirs to secure contexts only. */
export function sha256Hex(bytes: Uint8Array): string {
	return bytesToHex(sha256(bytes));
}

/** SHA-256 of a text, in lower-case hexadecimal. */
export function textDigest(text: string): string {
	return sha256Hex(utf8ToBytes(text));
}

/**
 * A digest of all that an outcome says, the customer's other fields included: it differs when anything does
 * (spec A3). 64 bits that guard against other people's edits, not against forgery: the server plans for
 * itself and trusts no digest. A cryptographic one of every row would cost a hundred milliseconds.
 */
export function rowDigest(outcome: RowOutcome): string {
	return factsDigest(facts(outcome));
}

/**
 * The digest of a whole plan: its options, the mapped fields and every row's outcome, in order (spec A1).
 *
 * @param digest SHA-256 of a text; the server has one that takes a fiftieth of the time
 */
export function planDigest(
	options: PlanOptions,
	fields: FieldName[],
	rowDigests: string[],
	digest = textDigest
): string {
	const emptyCells = fieldNames.map((field) => options.emptyCells[field]);
	const mapped = fieldNames.filter((field) => fields.includes(field));
	return digest(JSON.stringify([emptyCells, mapped, rowDigests]));
}

/** A fingerprint of a row's cells, to find the row again in another version of its file. 64 bits. */
export function rowFingerprint(cells: readonly string[]): string {
	return factsDigest(cells);
}

/** 64 bits of anything that JSON can say. */
export function factsDigest(facts: unknown): string {
	return hash64(JSON.stringify(facts));
}

/** A customer's five fields in their order, for a digest. */
export function customerFacts(customer: Customer): (string | null)[] {
	return fieldNames.map((field) => customer[field]);
}

/** Two lanes of multiply and xor (after cyrb53 and MurmurHash3's finalizer); an edit of one character changes both. */
function hash64(text: string): string {
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		high = Math.imul(high ^ unit, 0x9e3779b1);
		low = Math.imul(low ^ unit, 0x5f356495);
	}
	high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
	low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
	return hex32(high) + hex32(low);
}

function hex32(value: number): string {
	return (value >>> 0).toString(16).padStart(8, '0');
}

function facts(outcome: RowOutcome): unknown[] {
	switch (outcome.kind) {
		case 'create':
		case 'unchanged':
			return [outcome.kind, outcome.row, customerFacts(outcome.customer)];
		case 'update':
			return [outcome.kind, outcome.row, customerFacts(outcome.before), customerFacts(outcome.after)];
		case 'issue':
			return [
				outcome.kind,
				outcome.row,
				outcome.email,
				outcome.issues.map(({ field, code }) => [field, code])
			];
	}
}
