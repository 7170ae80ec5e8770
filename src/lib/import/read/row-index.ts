/**
 * The index of a spreadsheet row among rows whose numbers grow; -1 when it is not there.
 *
 * @param rowNumbers ascending
 */
export function indexOfRow(rowNumbers: ArrayLike<number>, row: number): number {
	let low = 0;
	let high = rowNumbers.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const found = rowNumbers[middle] ?? 0;
		if (found === row) return middle;
		if (found < row) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}
