import type { FirstRows } from '../../../import/worker-api.ts';

/** What the mapping shows of a file. */
export interface MappedFile extends Pick<FirstRows, 'columns' | 'mapping' | 'suggestions'> {
	/** Null while the file is not read to its end: nothing is counted then. */
	rows: number | null;
}
