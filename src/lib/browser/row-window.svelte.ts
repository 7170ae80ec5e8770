/**
 * How many rows are laid out at once. Chromium makes no element higher than 33,554,400 px, so that of a longer list the
 * last rows could never be reached.
 */
export const windowRows = 250_000;

// A wheel does not move by so many rows at once, and the scroll bar not by fewer.
const leap = 300;
const margin = 1000;

/**
 * The part of a list that the page lays out (spec W2): all of it, or of a very long one `windowRows` rows, which move on
 * unseen when somebody comes near their end. Scrolling is to the pixel wherever that is, and the scroll bar still stands
 * for the whole list.
 */
export class RowWindow {
	#total: () => number;
	#start = $state(0);
	/** The row at the top of the screen, in the window. */
	#top = 0;

	/** @param total how many rows the list has */
	constructor(total: () => number) {
		this.#total = total;
	}

	/** How many rows are laid out. */
	get length(): number {
		return Math.min(this.#total(), windowRows);
	}

	/** The position of the first of them in the list. */
	get start(): number {
		return Math.min(this.#start, this.#total() - this.length);
	}

	/** Whether the row at a position of the list is among them. */
	has(position: number): boolean {
		return position >= this.start && position < this.start + this.length;
	}

	/** Begins at the first row, where the list is another. */
	restart(): void {
		this.#start = this.#top = 0;
	}

	/** Makes sure that a row is in the window, since it is about to be scrolled to. */
	bring(position: number): void {
		if (!this.has(position)) this.#start = this.#around(position);
		this.#top = position - this.start;
	}

	/**
	 * Follows the person who scrolled.
	 *
	 * @param top the row that is at the top of the screen now, in the window
	 * @param part how far down the scroll bar is, 0 to 1
	 * @returns where to scroll to, in the window, so that the same row stays at the top; null where it does
	 */
	follow(top: number, part: number): number | null {
		const before = this.start;
		const isLeap = Math.abs(top - this.#top) > leap;
		this.#top = top;
		const rest = this.#total() - this.length;
		if (rest === 0) return null;
		if (isLeap) {
			this.#start = Math.round(part * rest);
			return null;
		}
		const isNearEnd = top < margin || top > this.length - margin;
		if (isNearEnd) this.#start = this.#around(before + top);
		if (this.start === before) return null;
		this.#top = before + top - this.start;
		return this.#top;
	}

	/** The window with a position in its middle, as far as there are rows on both sides. */
	#around(position: number): number {
		return Math.max(0, Math.min(Math.round(position - windowRows / 2), this.#total() - this.length));
	}
}
