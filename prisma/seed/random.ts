/** Numbers that look random and are the same at every run, so that the demo is. */
export interface Random {
	/** A number from 0 up to, not including, 1. */
	next(): number;
	/** A whole number from `least` to `most`, both possible. */
	whole(least: number, most: number): number;
	pick<Value>(values: readonly Value[]): Value;
	/** True with this probability. */
	chance(probability: number): boolean;
}

/** The generator "mulberry32" from a starting number. Good enough to look varied; never for secrets. */
export function createRandom(start: number): Random {
	let state = start >>> 0;

	function next(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	function whole(least: number, most: number): number {
		return least + Math.floor(next() * (most - least + 1));
	}

	return {
		next,
		whole,
		pick: (values) => values[whole(0, values.length - 1)] as (typeof values)[number],
		chance: (probability) => next() < probability
	};
}
