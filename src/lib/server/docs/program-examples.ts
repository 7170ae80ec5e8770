/** A block of code of docs/programs.md. */
export interface ProgramExample {
	/** The heading that it is under. */
	section: string;
	/** The paragraph right before it; empty where there is none. */
	caption: string;
	/** Such as `sh`, `ts`. */
	language: string;
	/** The file that it is; null for what is typed. */
	file: string | null;
	code: string;
}

const fence = /^```(\S+)(?: (\S+))?$/;

/** The examples of the documentation, in their order: the page shows them, and a test runs them as they stand. */
export function programExamples(markdown: string): ProgramExample[] {
	const examples: ProgramExample[] = [];
	let section = '';
	let caption = '';
	let open: ProgramExample | null = null;
	let isNewParagraph = true;
	for (const line of markdown.split('\n')) {
		const [, language, file = null] = fence.exec(line) ?? [];
		const [, heading] = /^#+ (.+)$/.exec(line) ?? [];
		if (open !== null && line === '```') {
			examples.push(open);
			open = null;
			caption = '';
		} else if (open !== null) open.code += `${line}\n`;
		else if (language !== undefined) open = { section, caption: plain(caption), language, file, code: '' };
		else if (heading !== undefined) {
			section = plain(heading);
			caption = '';
		} else if (line === '') isNewParagraph = true;
		else {
			caption = isNewParagraph ? line : `${caption} ${line}`;
			isNewParagraph = false;
		}
	}
	return examples;
}

/** Without the marks of code and links. */
function plain(text: string): string {
	return text.replaceAll('`', '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}
