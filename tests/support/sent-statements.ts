import pg from 'pg';
import { vi } from 'vitest';

/** The statements that the database driver sends while something is done, as they are sent, in their order. */
export async function sentStatements(work: () => Promise<unknown>): Promise<string[]> {
	const statements: string[] = [];
	const send = vi.spyOn(pg.Client.prototype, 'query');
	try {
		await work();
		for (const [query] of send.mock.calls as unknown as [string | { text: string }][])
			statements.push(typeof query === 'string' ? query : query.text);
	} finally {
		send.mockRestore();
	}
	return statements;
}
