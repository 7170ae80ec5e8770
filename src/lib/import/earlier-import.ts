import type { AppliedImport } from './apply.ts';
import type { ImportState } from './undo.ts';

/** The most files that are known again, the last imported ones. */
export const maxEarlierImports = 500;

/** The last time that a file was imported, so that the same file is known again (spec H3). */
export interface EarlierImport {
	/** Of the file's bytes, lower-case hexadecimal; of the workbook where it was one. */
	sha256: string;
	/** The import; of several of one file (spec I30), the last. */
	importId: string;
	run: EarlierRun | null;
	/** ISO 8601 in UTC. */
	appliedAt: string;
	/** Of all that the file did. */
	state: ImportState;
}

/** The imports of a file that took several. */
export interface EarlierRun {
	id: string;
	done: number;
	/** How many it came to; more than `done` where it stopped. */
	batches: number;
}

/** The last time that a file was imported; null where it never was, or too long ago. */
export function findEarlierImport(
	known: readonly EarlierImport[],
	file: { sha256: string }
): EarlierImport | null {
	return known.find(({ sha256 }) => sha256 === file.sha256) ?? null;
}

/** What is known after one more import of a file, or the last one of its run: it takes the place of the last time. */
export function withEarlierImport(
	known: readonly EarlierImport[],
	{ sha256 }: { sha256: string },
	{ importId, appliedAt }: Pick<AppliedImport, 'importId' | 'appliedAt'>,
	run: EarlierRun | null
): EarlierImport[] {
	const others = known.filter((one) => one.sha256 !== sha256);
	return [{ sha256, importId, run, appliedAt, state: 'applied' }, ...others];
}
