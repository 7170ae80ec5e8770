import type { DistribuErrorCode } from './error-codes.ts';

/** What is known of a call that was not answered as it should be. */
export interface FailureFacts {
	/** A newer server may have codes that this client does not know. */
	code: DistribuErrorCode;
	/** Of the HTTP answer; null where none came. */
	status: number | null;
	/** After how many seconds the same may be asked again, where the server said so. */
	retryAfter: number | null;
	/** Names the request in the server's log. */
	requestId: string | null;
	/**
	 * Whether the change may have been written though no answer says so; false for questions. Sending the same request
	 * again is safe: it is known by its id.
	 */
	mayBeWritten: boolean;
}

/** A call that the server refused or failed, or that never reached it. Says nothing of the token or the customers. */
export class DistribuError extends Error {
	readonly code: FailureFacts['code'];
	readonly status: number | null;
	readonly retryAfter: number | null;
	readonly requestId: string | null;
	readonly mayBeWritten: boolean;

	constructor(message: string, facts: FailureFacts) {
		super(message);
		this.name = 'DistribuError';
		this.code = facts.code;
		this.status = facts.status;
		this.retryAfter = facts.retryAfter;
		this.requestId = facts.requestId;
		this.mayBeWritten = facts.mayBeWritten;
	}
}
