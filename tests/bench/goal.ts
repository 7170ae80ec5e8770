/** Which way a ratio gets better. */
type Better = 'less' | 'more';

/**
 * One line of the table of goals. Each part of the benchmark gives its lines beside its details: make them with
 * `atMost` and `atLeast`, and give them to `runParts` as the `goals` of a `PartResult` (run-parts.ts).
 */
export interface Goal {
	/** What was measured and at which size: the same words every time, since they tell which line of the last result it is. */
	what: string;
	/** The goal with its unit, such as `≤ 2.5 F`. */
	goal: string;
	/** What was measured, with units, such as `103 ms, F 41 ms`. */
	measured: string;
	/** What is compared with the goal, in the goal's unit. */
	ratio: number;
	met: boolean;
	better: Better;
}

/** What was found out for one line. */
export type Finding = Pick<Goal, 'what' | 'measured' | 'ratio'>;

/** A ratio that is worse than the last written one by more than this is a finding to explain. */
const worseBy = 1.25;

/**
 * A goal that is met up to a limit.
 *
 * @param unit what the limit counts, such as `F` or `× the file`
 */
export function atMost(limit: number, unit: string, finding: Finding): Goal {
	return { ...finding, goal: `≤ ${limit} ${unit}`, met: finding.ratio <= limit, better: 'less' };
}

/** A goal that is met from a limit on. */
export function atLeast(limit: number, unit: string, finding: Finding): Goal {
	return { ...finding, goal: `≥ ${limit} ${unit}`, met: finding.ratio >= limit, better: 'more' };
}

/** A line that got worse by more than a quarter, as a ratio. */
export interface WorseGoal {
	now: Goal;
	before: Goal;
}

/** The lines that got worse by more than a quarter since they were last written; lines that are new are none. */
export function worseGoals(now: readonly Goal[], before: readonly Goal[]): WorseGoal[] {
	const known = new Map(before.map((goal) => [goal.what, goal]));
	return now.flatMap((goal) => {
		const last = known.get(goal.what);
		return last && isMuchWorse(goal, last) ? { now: goal, before: last } : [];
	});
}

function isMuchWorse(now: Goal, before: Goal): boolean {
	return now.better === 'less' ? now.ratio > before.ratio * worseBy : now.ratio < before.ratio / worseBy;
}
