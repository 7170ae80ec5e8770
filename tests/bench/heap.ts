import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Empties Node's heap of what is not used any more. */
export function collectGarbage(): void {
	gc();
}

/** What Node's heap keeps, with the memory of buffers, in bytes. */
export function keptBytes(): number {
	gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}
