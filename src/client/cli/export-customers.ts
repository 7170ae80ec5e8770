import { noAnswer } from '../answer.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { readWords } from './read-words.ts';
import { serverOf } from './server.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

/**
 * `distribu export`: writes all customers as CSV, byte for byte as the dashboard's export (spec 6).
 *
 * @throws UsageError; DistribuError, also where the list breaks off: what was written until then is not all of it
 */
export async function exportCustomers(
	argv: readonly string[],
	environment: NodeJS.ProcessEnv,
	terminal: Terminal
): Promise<ExitCode> {
	if (readWords(argv, {}).plain.length > 0) throw new UsageError('The export takes no arguments.');
	const stream = await serverOf(environment).customers.export();
	const reader = stream.getReader();
	for (let written = 0; ;) {
		const { done, value } = await reader.read().catch(() => {
			throw noAnswer('The export broke off. What was written is not all of it.');
		});
		if (done) {
			terminal.note(`Exported ${megabytes(written)} MB.`);
			return exitCodes.done;
		}
		// Whoever reads may have enough.
		if (!(await terminal.bytes(value))) {
			await reader.cancel();
			return exitCodes.done;
		}
		const before = Math.floor(written / reportEvery);
		written += value.length;
		if (Math.floor(written / reportEvery) > before) terminal.progress(`Exported ${megabytes(written)} MB…`);
	}
}

/** In bytes: about ten thousand customers, a second or less. */
const reportEvery = 1_000_000;

function megabytes(bytes: number): string {
	return (bytes / 1_000_000).toFixed(bytes < 100_000 ? 2 : 1);
}
