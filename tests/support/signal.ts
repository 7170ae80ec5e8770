/** Something that happens when a test says so. */
export function signal(): { come: Promise<void>; give: () => void } {
	let give: () => void = () => undefined;
	const come = new Promise<void>((resolve) => (give = resolve));
	return { come, give };
}
