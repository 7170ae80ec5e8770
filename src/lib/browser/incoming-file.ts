/** Whether something is dragged that holds files, and not a piece of text or a link. */
export function draggedFiles(event: DragEvent): boolean {
	return event.dataTransfer?.types.includes('Files') ?? false;
}

/**
 * The file that a paste brings: a file that was copied, or cells that were copied in a spreadsheet, which come
 * as tab-separated text (spec I1). Null where the paste is meant for a text field, or is less than a header and
 * a row.
 */
export function pastedFile(event: ClipboardEvent): File | null {
	const target = event.target;
	if (target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea')))
		return null;
	const file = event.clipboardData?.files[0];
	// Spreadsheets put a picture of the cells beside their text; the text is what is meant.
	const text = event.clipboardData?.getData('text/plain') ?? '';
	if (text === '') return file ?? null;
	const hasRows = /\S[^\n]*\r?\n[^\n]*\S/.test(text);
	return hasRows ? new File([text], 'pasted-cells.tsv', { type: 'text/tab-separated-values' }) : null;
}
