import {
	type Customer,
	type CustomerStatus,
	type FieldName,
	type FieldValue,
	fieldNames
} from '../../customer/customer.ts';
import type { CustomerColumns } from '../../customer/customer-columns.ts';
import { hashBytes } from '../check/address-hash.ts';
import { textOfBytes } from '../plain/text-of-bytes.ts';
import type { CustomerBytes, ExistingCustomers, FieldBytes } from '../plan.ts';

const encoder = new TextEncoder();

/** Customers as bytes, as many as a large file has rows: they come in pieces, and a text is made when it is asked for. */
export class PackedCustomers implements ExistingCustomers {
	readonly #fields: Record<FieldName, PackedField> = {
		email: new PackedField(),
		name: new PackedField(),
		status: new PackedField(),
		notes: new PackedField(),
		creditLimit: new PackedField()
	};
	#addressHashes = new Int32Array(0);
	#count = 0;

	get count(): number {
		return this.#count;
	}

	get bytes(): CustomerBytes {
		return { fields: this.#fields, addressHashes: this.#addressHashes };
	}

	/**
	 * Adds customers behind those that are there. Of two with one address, the later one counts.
	 *
	 * @throws RangeError when the columns are not of one length, or a text holds the NUL that no database stores
	 */
	add(columns: CustomerColumns): void {
		const before = this.#count;
		const count = before + columns.email.length;
		for (const field of fieldNames) {
			if (columns[field].length !== columns.email.length)
				throw new RangeError('The columns of customers are not of one length.');
			this.#fields[field].add(before, columns[field]);
		}
		if (count > this.#addressHashes.length) {
			const hashes = new Int32Array(roomFor(count));
			hashes.set(this.#addressHashes);
			this.#addressHashes = hashes;
		}
		const { bytes, starts } = this.#fields.email;
		for (let number = before; number < count; number++) {
			const hash = hashBytes(bytes, starts[number] ?? 0, (starts[number + 1] ?? 0) - 1);
			this.#addressHashes[number] = hash;
		}
		this.#count = count;
	}

	email(number: number): string {
		return this.value('email', number) ?? '';
	}

	customer(number: number): Customer {
		return {
			email: this.email(number),
			name: this.value('name', number),
			status: this.value('status', number) as CustomerStatus,
			notes: this.value('notes', number),
			creditLimit: this.value('creditLimit', number)
		};
	}

	value(field: FieldName, number: number): FieldValue {
		return this.#fields[field].value(number);
	}
}

class PackedField implements FieldBytes {
	bytes = new Uint8Array(0);
	starts = new Uint32Array(1);
	nulls = new Uint8Array(0);

	/** Adds values behind the first `before`. One call of the encoder for all of them: it costs more than the bytes. */
	add(before: number, values: readonly FieldValue[]): void {
		if (values.length === 0) return;
		const added = encoder.encode(values.map((value) => value ?? '').join('\0') + '\0');
		const used = this.starts[before] ?? 0;
		const count = before + values.length;
		if (used + added.length > this.bytes.length)
			this.bytes = withRoom(this.bytes, new Uint8Array(roomFor(used + added.length)));
		if (count + 1 > this.starts.length)
			this.starts = withRoom(this.starts, new Uint32Array(roomFor(count + 1)));
		if (count > this.nulls.length) this.nulls = withRoom(this.nulls, new Uint8Array(roomFor(count)));
		this.bytes.set(added, used);
		let at = 0;
		values.forEach((value, i) => {
			this.nulls[before + i] = value === null ? 1 : 0;
			at = added.indexOf(0, at) + 1;
			this.starts[before + i + 1] = used + at;
		});
		if (at !== added.length) throw new RangeError('A value of a customer holds a NUL.');
	}

	value(number: number): FieldValue {
		if (this.nulls[number] !== 0) return null;
		return textOfBytes(this.bytes, this.starts[number] ?? 0, (this.starts[number + 1] ?? 0) - 1);
	}
}

function withRoom<T extends Uint8Array | Uint32Array>(before: T, larger: T): T {
	larger.set(before);
	return larger;
}

/** Half again as much as is needed, so that piece after piece is not copied each time. */
function roomFor(needed: number): number {
	return Math.ceil(needed * 1.5);
}
