/**
 * Text as the database can store it: without NUL, half surrogate pairs replaced, cut to so many code
 * points. For names of files and columns, which describe an import and are no customer's data.
 */
export function storableText(text: string, maxLength: number): string {
	const characters = [...text.replaceAll('\0', '').toWellFormed()];
	return characters.slice(0, maxLength).join('');
}
