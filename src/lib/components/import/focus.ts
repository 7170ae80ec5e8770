/** An attachment: gives an element the focus when it appears, so that news is heard and seen where it stands. */
export function focusWhenShown(element: HTMLElement): void {
	element.focus();
}

/** Gives the focus to the element with this id, if it is there; for where the one that has it is about to go. */
export function focusOn(id: string): void {
	document.getElementById(id)?.focus();
}

/** An attachment: scrolls to an element when it appears, where it is not on the screen. */
export function bringIntoView(element: HTMLElement): void {
	element.scrollIntoView({ block: 'nearest' });
}
