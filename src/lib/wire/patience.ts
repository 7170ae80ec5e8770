// How long whoever asks the server waits for it, the page and programs alike. All in milliseconds.

/** When a lookup is tried again that the server was too busy for, or that got lost. */
export const lookupRetryDelaysMs: readonly number[] = [500, 2000, 5000];

/** When the same change is sent again whose answer was lost: it is known by its id, and never done twice (spec A5). */
export const resendDelaysMs: readonly number[] = [1000, 3000, 6000];

// Past these times no answer is waited for any longer: a connection can die without a word.

/** For the answer to a question. */
export const questionTimeoutMs = 30_000;

/** For the answer to a question that waits for imports that are being written. */
export const findTimeoutMs = 15_000;

/** For an undo, whose request is small. */
export const undoTimeoutMs = 120_000;

const applyTimeoutMs = 120_000;
/** On the slowest connection that the server puts up with. */
const slowestBytesPerMs = 20;
/** A row's number, digest and punctuation; more than those of a value. */
const bytesBesideValues = 30;

/** What of a submission says how long it takes to send. */
interface SentRows {
	columns: Readonly<Record<string, readonly (string | null)[] | undefined>>;
	rowDigests: readonly string[];
}

/** For an import of these rows, and for sending them. */
export function applyTimeout(rows: SentRows): number {
	return applyTimeoutMs + Math.ceil(lengthOf(rows) / slowestBytesPerMs);
}

/** About how many bytes rows take. */
function lengthOf({ columns, rowDigests }: SentRows): number {
	let length = rowDigests.length * bytesBesideValues;
	for (const values of Object.values(columns))
		for (const value of values ?? []) length += (value?.length ?? 0) + bytesBesideValues;
	return length;
}
