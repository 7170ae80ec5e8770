/** Lets one of many have something at a time, first come, first served. */
export interface Turns<Who extends object> {
	/** Resolves when it is this one's turn; at once where it has it already. */
	take(who: Who): Promise<void>;
	/** Gives the turn to the next in line. Nothing happens where this one does not have it. */
	pass(who: Who): void;
	has(who: Who): boolean;
}

export function createTurns<Who extends object>(): Turns<Who> {
	let current: Who | null = null;
	const waiting: { who: Who; start: () => void }[] = [];

	return {
		take(who) {
			if (current === who) return Promise.resolve();
			if (current === null) {
				current = who;
				return Promise.resolve();
			}
			return new Promise((start) => waiting.push({ who, start }));
		},
		pass(who) {
			if (current !== who) return;
			const next = waiting.shift();
			current = next?.who ?? null;
			next?.start();
		},
		has: (who) => current === who
	};
}
