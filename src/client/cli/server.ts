import { type DistribuClient, createDistribuClient } from '../distribu-client.ts';
import type { DistribuError } from '../distribu-error.ts';
import type { DistribuErrorCode } from '../error-codes.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Problem } from './import-report.ts';
import { limitsOf } from './limits.ts';
import { UsageError } from './usage.ts';

/**
 * The server that the environment names. The token comes from nowhere else: what stands on a command line, everybody
 * on the machine can read.
 *
 * @throws UsageError when it names none, or no token
 */
export function serverOf(environment: NodeJS.ProcessEnv): DistribuClient {
	const { DISTRIBU_URL: url = '', DISTRIBU_TOKEN: token = '' } = environment;
	if (url === '') throw new UsageError('DISTRIBU_URL is not set: the address of the server.');
	if (token === '') throw new UsageError('DISTRIBU_TOKEN is not set: a token of Settings > API.');
	const { maxRows } = limitsOf(environment);
	try {
		return createDistribuClient({ url, token, maxRows });
	} catch {
		throw new UsageError('DISTRIBU_URL or DISTRIBU_TOKEN is not what it should be.');
	}
}

const tokenCodes: ReadonlySet<DistribuErrorCode> = new Set([
	'TOKEN_INVALID',
	'SCOPE_MISSING',
	'SIGNED_OUT',
	'NOT_ALLOWED'
]);

/** With what a command ends that the server did not answer as it should. */
export function exitCodeOf(error: DistribuError): ExitCode {
	if (error.mayBeWritten) return exitCodes.incomplete;
	return tokenCodes.has(error.code) ? exitCodes.token : exitCodes.failed;
}

/** What a failure says, as a report has it. */
export function problemOf({ code, message, retryAfter, requestId }: DistribuError): Problem {
	return {
		code,
		message,
		...(retryAfter !== null && { retryAfter }),
		...(requestId !== null && { requestId })
	};
}
