/** Offers text as a file to save; nothing is sent anywhere. */
export function downloadText(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
	downloadBlob(name, new Blob([text], { type }));
}

/** Offers a blob as a file to save; nothing is sent anywhere. */
export function downloadBlob(name: string, blob: Blob): void {
	const url = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	// The browser has the blob once the click has been handled.
	setTimeout(() => URL.revokeObjectURL(url), 0);
}
