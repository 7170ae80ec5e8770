// A file of so many times the rows that it may have is not read to be counted: its cells could fill the memory.
const farTooMany = 10;

/**
 * How many rows with something in them a text has below its first one, where that is far more than there may be;
 * null where it must be read to know. A text without quotes has a row on each line, so that they can be counted
 * without reading a cell.
 *
 * @param delimiter one character
 */
export function countFarTooMany(text: string, delimiter: string, maxRows: number): number | null {
	const limit = maxRows * farTooMany;
	if (!hasMoreLines(text, limit) || text.includes('"')) return null;
	let rows = -1;
	let isBlank = true;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit === 0x0a || unit === 0x0d) isBlank = true;
		else if (isBlank && unit !== 0x20 && unit !== 0x09 && unit !== 0xa0 && text[i] !== delimiter) {
			isBlank = false;
			rows++;
		}
	}
	return rows > limit ? rows : null;
}

function hasMoreLines(text: string, limit: number): boolean {
	const lineEnd = text.includes('\n') ? '\n' : '\r';
	let at = -1;
	for (let lines = 0; lines <= limit; lines++) {
		at = text.indexOf(lineEnd, at + 1);
		if (at === -1) return false;
	}
	return true;
}
