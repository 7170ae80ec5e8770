// One setting for each person: a computer may be shared.
function keyOf(userId: string): string {
	return `single-letter-shortcuts:${userId}`;
}

/** Whether a person has single-letter shortcuts on, as they are at first (WCAG 2.1.4). Never throws. */
export function readLetterKeys(userId: string): boolean {
	try {
		return localStorage.getItem(keyOf(userId)) !== 'off';
	} catch {
		return true;
	}
}

/** Remembers whether a person wants single-letter shortcuts. Without storage it holds as long as the page. */
export function keepLetterKeys(userId: string, isOn: boolean): void {
	try {
		if (isOn) localStorage.removeItem(keyOf(userId));
		else localStorage.setItem(keyOf(userId), 'off');
	} catch {
		// The browser keeps nothing; the page goes on as it is.
	}
}
