/** Something whose time is taken, several times in turn with others. */
export interface Task {
	name: string;
	/** Not timed; before every round. */
	prepare?: () => unknown;
	run: () => unknown;
}

/** The median time of each task in milliseconds, by name. */
export type Medians = Map<string, number>;

/**
 * Runs every task once a round, in turn (A B A B), so that whatever slows the machine for a while slows all of them.
 *
 * @param rounds at least 7
 * @param warmUps rounds before that, which do not count
 */
export async function measure(tasks: Task[], rounds: number, warmUps: number): Promise<Medians> {
	const times = new Map<string, number[]>(tasks.map(({ name }) => [name, []]));
	for (let round = -warmUps; round < rounds; round++) {
		for (const { name, prepare, run } of tasks) {
			await prepare?.();
			const start = performance.now();
			await run();
			const time = performance.now() - start;
			if (round >= 0) times.get(name)?.push(time);
		}
	}
	return new Map([...times].map(([name, all]) => [name, median(all)]));
}

/** The value in the middle; of two in the middle, halfway. */
export /** The middle one, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
	const sorted = values.toSorted((one, other) => one - other);
	const middle = Math.floor(sorted.length / 2);
	return ((sorted[middle] ?? 0) + (sorted.at(-1 - middle) ?? 0)) / 2;
}
