/** `short` is part of `npm test`; `full` is what the figures of the README come from. */
export type ExperimentSize = 'short' | 'full';

/** Something that is broken on purpose, again and again, while the product is at work (E01–E23). */
export interface Experiment {
	/** Such as `E01`. */
	id: string;
	title: string;
	/**
	 * Runs it, and cleans up after itself however it ends.
	 *
	 * @param seed the same one breaks the same things at the same moments, as far as a running system allows
	 */
	run(size: ExperimentSize, seed: number): Promise<ExperimentResult>;
}

/** What an experiment saw. */
export interface ExperimentResult {
	rounds: number;
	/** What must never happen, counted: every number has to be 0. */
	mustNever: Record<string, number>;
	/** What was measured; numbers are counts, texts carry their unit. */
	figures: Record<string, string | number>;
	/** Why a part, or all, could not be tried here, as a sentence. Such an experiment does not count as passed. */
	skipped?: string;
}

/** Adds counts of what must never happen to those so far. */
export function addViolations(to: Record<string, number>, more: Readonly<Record<string, number>>): void {
	for (const [name, count] of Object.entries(more)) to[name] = (to[name] ?? 0) + count;
}
