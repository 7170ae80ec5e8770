import type { Piece } from '../import/undo.ts';
import type { ServerFailure } from './import-server.ts';

/** How far a list is that is fetched piece by piece. */
export type PiecesState<E> = { kind: 'loading' } | { kind: 'complete' } | { kind: 'failed'; failure: E };

/**
 * Fetches a list piece by piece, so that neither an answer nor the work on it is long. Where a piece does not come it
 * stops, and goes on from there when asked to.
 */
export class Pieces<T, E extends { kind: string } = ServerFailure> {
	state = $state.raw<PiecesState<E>>({ kind: 'loading' });

	#ask: (afterRow: number | null) => Promise<{ kind: 'answer'; value: Piece<T> } | E>;
	#take: (items: T[]) => void;
	#next: number | null = null;
	#turn = 0;

	/**
	 * @param ask fetches the piece after a row; the first one after null
	 * @param take gets each piece, in order
	 */
	constructor(
		ask: (afterRow: number | null) => Promise<{ kind: 'answer'; value: Piece<T> } | E>,
		take: (items: T[]) => void
	) {
		this.#ask = ask;
		this.#take = take;
	}

	/** Fetches what has not come yet. */
	async load(): Promise<void> {
		const turn = ++this.#turn;
		this.state = { kind: 'loading' };
		for (;;) {
			const answer = await this.#ask(this.#next);
			if (turn !== this.#turn) return;
			if (!isAnswer(answer)) {
				this.state = { kind: 'failed', failure: answer };
				return;
			}
			this.#take(answer.value.items);
			if (answer.value.next === null) break;
			this.#next = answer.value.next;
		}
		this.state = { kind: 'complete' };
	}

	/** Begins anew: what came is the caller's to forget. */
	reset(): void {
		this.stop();
		this.#next = null;
	}

	/** Takes nothing any more that is on its way; for when the page goes away. */
	stop(): void {
		this.#turn++;
	}
}

function isAnswer<T, E extends { kind: string }>(
	answer: { kind: 'answer'; value: T } | E
): answer is { kind: 'answer'; value: T } {
	return answer.kind === 'answer';
}
