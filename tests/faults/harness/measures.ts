/** The middle one of some numbers; NaN of none. */
export function medianOf(values: readonly number[]): number {
	return percentileOf(values, 0.5);
}

/** The number that this part of some numbers, from 0 up to below 1, stays under; NaN of none. */
export function percentileOf(values: readonly number[], part: number): number {
	const sorted = values.toSorted((one, other) => one - other);
	return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}

/** `120 ms`, and `1.2 s` from a second on. */
export function duration(ms: number): string {
	return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Median and most, such as `median 120 ms, at most 1.2 s`. */
export function spread(values: readonly number[]): string {
	return `median ${duration(medianOf(values))}, at most ${duration(Math.max(...values))}`;
}
