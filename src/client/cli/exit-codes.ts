/** With what the command ends: the closed list of docs/programs.md. */
export const exitCodes = {
	/** Done, or nothing to change. */
	done: 0,
	/** Nothing was written: the file has issues, or the server refused it (stale, plan limit …). */
	refused: 1,
	/** Wrong usage, or a file that cannot be read. */
	usage: 2,
	/** Nothing was written: a person has to agree at a terminal, and nobody has. */
	notAgreed: 3,
	/** Nothing was written: the token is not valid, or lacks the scope. */
	token: 4,
	/** Nothing was written: the server could not be reached, or failed. */
	failed: 5,
	/** Some imports of the file were written, or it is not known: the same command again does what is left. */
	incomplete: 6
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Of several ends the one to tell: the worst. */
export function worst(one: ExitCode, other: ExitCode): ExitCode {
	return other > one ? other : one;
}
