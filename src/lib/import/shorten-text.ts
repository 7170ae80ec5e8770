/** Text of at most so many UTF-16 units, with `…` where something is left out, and no character cut in half. */
export function shortenText(text: string, length: number): string {
	if (text.length <= length) return text;
	const cut = text.slice(0, length - 1);
	return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
