/** What screen readers are to be told: the last of a quick series wins, whoever said it (WCAG 4.1.3). */
export class Announcements {
	/** A new object for each, so that the same words can be said again. */
	latest = $state.raw<{ text: string }>({ text: '' });

	say(text: string): void {
		this.latest = { text };
	}
}
