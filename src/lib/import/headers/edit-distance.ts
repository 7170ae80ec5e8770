import { distance } from 'fastest-levenshtein';

/** How many letters have to be put in, taken out or replaced to make one text of another. */
export function editDistance(one: string, other: string): number {
	return distance(one, other);
}
