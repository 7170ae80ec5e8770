/** The name that spreadsheets give to a column: 0 is `A`, 25 is `Z`, 26 is `AA`. */
export function columnLetters(index: number): string {
	const letter = String.fromCharCode(65 + (index % 26));
	return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}
