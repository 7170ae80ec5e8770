/** `move`: takes no time, so it need not wait for what is under way, only for what has not begun. `key`: by keyboard. */
export type TurnKind = 'move' | 'key' | 'deed';

interface Turn {
	run: () => unknown;
	kind: TurnKind;
	done: () => void;
}

/** Does one thing after the other, in the order in which they were asked for. */
export class Turns {
	#waiting: Turn[] = [];
	#isBusy = false;

	/**
	 * Does something in its turn, at once if nothing is before it.
	 *
	 * @returns when it is done, or dropped
	 */
	take(run: () => unknown, kind: TurnKind): Promise<void> {
		return new Promise((done) => {
			this.#waiting.push({ run, kind, done });
			this.#goOn();
		});
	}

	/** Drops what keys have asked for and has not begun: they were meant for what has the keyboard now. */
	dropKeys(): void {
		for (const { kind, done } of this.#waiting) if (kind !== 'deed') done();
		this.#waiting = this.#waiting.filter(({ kind }) => kind === 'deed');
	}

	#goOn(): void {
		for (;;) {
			const [next] = this.#waiting;
			if (next === undefined || (this.#isBusy && next.kind !== 'move')) return;
			this.#waiting.shift();
			const result = next.run();
			if (result instanceof Promise) this.#waitFor(result, next.done);
			else next.done();
		}
	}

	#waitFor(result: Promise<unknown>, done: () => void): void {
		this.#isBusy = true;
		void result.finally(() => {
			this.#isBusy = false;
			done();
			this.#goOn();
		});
	}
}
