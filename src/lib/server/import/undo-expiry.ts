import { undoDays } from '../../import/limits.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The last moment at which an import of this time can be undone (spec H2). */
export function undoableUntil(appliedAt: Date): Date {
	return new Date(appliedAt.getTime() + undoDays * dayMs);
}

/** Imports from before this moment cannot be undone any longer, and have no use for their before-images. */
export function undoableSince(now: Date): Date {
	return new Date(now.getTime() - undoDays * dayMs);
}
