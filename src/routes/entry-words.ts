/** When to try again, for a person: in whole minutes, from a minute to hours. */
export function waitWords(seconds: number): string {
	const minutes = Math.ceil(seconds / 60);
	if (minutes <= 1) return 'in a minute';
	return minutes < 120 ? `in ${minutes} minutes` : `in ${Math.ceil(minutes / 60)} hours`;
}

/** What the pages of signing in and up say while the database is away. */
export const unreachableWords = 'The database cannot be reached right now. Try again in a minute.';
