/** Holds a statement to its plan, which is written exactly or not at all. @throws Error, which rolls everything back */
export function expectRows(planned: number, written: number): void {
	if (written !== planned) throw new Error(`Of ${planned} planned rows, ${written} were written.`);
}
