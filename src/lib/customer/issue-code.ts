/** What can be wrong with one cell's value. Stable: programs and the message table rely on these codes. */
export type ValueIssueCode =
	| 'EMAIL_MISSING'
	| 'EMAIL_INVISIBLE'
	| 'EMAIL_TOO_LONG'
	| 'EMAIL_INVALID'
	| 'NAME_TOO_LONG'
	| 'NOTES_TOO_LONG'
	| 'TEXT_NOT_STORABLE'
	| 'CREDIT_NOT_NUMBER'
	| 'CREDIT_NEGATIVE'
	| 'CREDIT_DECIMALS'
	| 'CREDIT_TOO_LARGE';

/** A value that was read, or the code of what is wrong with it; `length` is in code points where the code is about length. */
export type ReadValue =
	{ ok: true; value: string | null } | { ok: false; code: ValueIssueCode; length?: number };
