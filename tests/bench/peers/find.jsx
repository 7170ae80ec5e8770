/** The button that a person would press next: there, enabled, and with this text; null where there is none. */
export function button(text) {
	return (
		[...document.querySelectorAll('button, [role=button]')].find(
			(one) =>
				one.textContent.trim() === text &&
				!one.disabled &&
				one.ariaDisabled !== 'true' &&
				one.getClientRects().length > 0
		) ?? null
	);
}

/** Whether an element that a selector finds has this text. */
export function has(selector, text) {
	return [...document.querySelectorAll(selector)].some((one) => one.textContent.includes(text));
}
