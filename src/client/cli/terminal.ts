import { createInterface } from 'node:readline/promises';

/** Where a command writes and asks. */
export interface Terminal {
	/** Whether a person is there who can answer. */
	isPerson: boolean;
	/** Writes a line of the result. */
	result(line: string): void;
	/** Writes a line beside the result: what it does, what is wrong. */
	note(line: string): void;
	/** Shows how far it is: a line that the next one replaces, or a line each where nobody looks. */
	progress(line: string): void;
	/** Asks the person; an end of the input is no answer. */
	ask(question: string): Promise<string>;
	/** Writes bytes of the result, as fast as they are taken; false where nobody takes them any more. */
	bytes(chunk: Uint8Array): Promise<boolean>;
}

// Control characters, and those that turn text around: a customer's name must not steer a terminal.
const steering = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A line as it can be shown: what would steer a terminal is written out. */
function harmless(line: string): string {
	return line.replace(steering, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return `\\u${code.toString(16).padStart(4, '0')}`;
	});
}

/** The terminal, pipes or files of this process: results on stdout, everything else on stderr. */
export function processTerminal(): Terminal {
	const { stdin, stdout, stderr } = process;
	const isShown = stderr.isTTY;
	let isOpen = true;
	let hasProgress = false;
	// Whoever reads may stop, as `head` does.
	stdout.on('error', () => {
		isOpen = false;
	});
	function clear(): void {
		if (hasProgress) stderr.write('\r\u001b[K');
		hasProgress = false;
	}
	return {
		isPerson: stdin.isTTY && stderr.isTTY,
		result(line) {
			clear();
			stdout.write(`${harmless(line)}\n`);
		},
		note(line) {
			clear();
			stderr.write(`${harmless(line)}\n`);
		},
		progress(line) {
			clear();
			stderr.write(isShown ? harmless(line) : `${harmless(line)}\n`);
			hasProgress = isShown;
		},
		async ask(question) {
			clear();
			const lines = createInterface({ input: stdin, output: stderr });
			const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
			const answer = await Promise.race([lines.question(harmless(question)), ended]);
			lines.close();
			return answer;
		},
		bytes: (chunk) =>
			new Promise((resolve) => {
				clear();
				stdout.write(chunk, (error) => {
					if (error) isOpen = false;
					resolve(isOpen);
				});
			})
	};
}
