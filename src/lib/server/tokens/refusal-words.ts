import type { ScopeProblem } from '../../import/api-token.ts';

/** What a program is told whose token opens nothing, for whatever reason. */
export const invalidTokenMessage =
	'This token does not exist, has expired or was revoked, or its owner may not use it any more. Make a new one in the settings.';

/** What a token was made without, as a sentence. */
export function scopeProblemMessage({ scope }: ScopeProblem): string {
	return `This token was made without ${scope}. Make one that has it in the settings.`;
}
