const start = /^\ufeff*(?:"?sep=([^\r\n"])"?(?:\r\n|\r|\n|$))?\ufeff*/i;

/** What stands in front of the first row of CSV text. */
export interface TextStart {
	/** What a leading `sep=` line of Excel names as the delimiter (spec P1). */
	separator: string | undefined;
	/** How long that line is, with byte order marks that were written more than once: the first row is behind it. */
	length: number;
}

/** Finds what stands in front of the first row. */
export function readTextStart(text: string): TextStart {
	const match = start.exec(text);
	return { separator: match?.[1], length: match?.[0].length ?? 0 };
}
