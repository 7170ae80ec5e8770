/** Whether something is dragged that holds files, and not a piece of text or a link. */
export function draggedFiles(event: DragEvent): boolean {
	return event.dataTransfer?.types.includes('Files') ?? false;
}

/** What a paste brings to the page; `too-little`: cells, but not a header and a row. */
export type Pasted = { kind: 'file'; file: File } | { kind: 'too-little' };

/**
 * What a paste brings: a file that was copied, or cells that were copied in a spreadsheet, which come as
 * tab-separated text (spec I1). Null where the paste is meant for a text field, or there is nothing in it.
 */
export function pasted(event: ClipboardEvent): Pasted | null {
	const target = event.target;
	if (target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea')))
		return null;
	const file = event.clipboardData?.files[0];
	// Spreadsheets put a picture of the cells beside their text; the text is what is meant.
	const text = event.clipboardData?.getData('text/plain') ?? '';
	if (text.trim() === '') return file ? { kind: 'file', file } : null;
	if (!hasTwoRows(text)) return { kind: 'too-little' };
	return {
		kind: 'file',
		file: new File([text], 'pasted-cells.tsv', { type: 'text/tab-separated-values' })
	};
}

/**
 * Whether at least two rows have something in them. A spreadsheet quotes a cell that has line breaks: such a break
 * begins no row. Quotes that are never closed are none.
 */
export function hasTwoRows(text: string): boolean {
	let rows = 0;
	let start = 0;
	while (rows < 2 && start < text.length) {
		const end = endOfRow(text, start);
		if (text.slice(start, end).trim() !== '') rows++;
		start = end + 1;
	}
	return rows >= 2;
}

const breaks = /[\t\r\n]/g;

/** Where the row ends that begins here. */
function endOfRow(text: string, start: number): number {
	let at = start;
	for (;;) {
		breaks.lastIndex = text[at] === '"' ? endOfQuotes(text, at) : at;
		const found = breaks.exec(text);
		if (found === null) return text.length;
		if (found[0] !== '\t') return found.index;
		at = found.index + 1;
	}
}

/** Behind the quote that closes the one here; here, where none does. */
function endOfQuotes(text: string, start: number): number {
	let close = text.indexOf('"', start + 1);
	// Two quotes are one in the cell.
	while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
	return close === -1 ? start : close + 1;
}
