/** A credit limit as exact decimal text with two decimals and no leading zeros, such as `1500.00` (spec C3). */
export type Money = string;

export type CustomerStatus = 'ACTIVE' | 'BLOCKED';

/** The five fields of a customer that an import may compare and write (spec 2, S1). */
export interface Customer {
	/** Trimmed, lower-case, unique within the company. */
	email: string;
	name: string | null;
	status: CustomerStatus;
	/** Line ends are `\n`. */
	notes: string | null;
	/** `null` means no limit; `0.00` is a limit of zero. */
	creditLimit: Money | null;
}

/** The fields in the order of the export, the template and every screen. */
export const fieldNames = ['email', 'name', 'status', 'notes', 'creditLimit'] as const;

export type FieldName = (typeof fieldNames)[number];

/** A field's stored value: every field of a customer is text or null outside the database. */
export type FieldValue = string | null;
