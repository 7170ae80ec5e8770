/** An attachment: gives an element the focus when it appears, so that news is heard and seen where it stands. */
export function focusWhenShown(element: HTMLElement): void {
	element.focus();
}
