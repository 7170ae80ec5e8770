/** A problem that the person can solve: its message is the whole answer, without a stack. */
export class Refusal extends Error {
	override name = 'Refusal';
}

/**
 * Runs a program to its end. A refusal is one sentence on stderr and exit code 1; anything else that is
 * thrown is a fault of ours and keeps its stack.
 */
export async function runProgram(program: () => Promise<void>): Promise<void> {
	try {
		await program();
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}
