// The characters that make a spreadsheet run a cell as a formula, and their full-width forms, behind any
// apostrophes that already stand in front (spec E3; OWASP "CSV Injection").
const runsAsFormula = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const escaped = /^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/**
 * Puts one apostrophe in front of a text that a spreadsheet would run as a formula (spec E3).
 * `unescapeFormula(escapeFormula(text))` is `text` for every text.
 */
export function escapeFormula(text: string): string {
	return runsAsFormula.test(text) ? `'${text}` : text;
}

/** Takes off the one apostrophe that `escapeFormula` put in front, and nothing else (spec V7). */
export function unescapeFormula(text: string): string {
	// Nearly every cell starts with something else, and looking is cheaper than a pattern.
	return text.charCodeAt(0) === 0x27 && escaped.test(text) ? text.slice(1) : text;
}
