import { expect, it } from 'vitest';
import { waitForDatabase } from '../../../prisma/start/wait-for-database.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { freePort } from '../../support/program.ts';

function ignore(): void {}

describeEachEngine('waiting for the database', ({ name, url }) => {
	it('ends when it answers', async () => {
		await waitForDatabase(url, () => expect.fail('It answers'));
	});

	// The embedded database lets everybody of this user in, under every name.
	if (name === 'postgresql') {
		it('ends at once with a sentence when the database is missing', async () => {
			const missing = new URL(url);
			missing.pathname = '/nothing';
			await expect(waitForDatabase(missing.href, ignore)).rejects.toThrow(
				/^There is no database at \S+ \(nothing\)\. Create it first, or correct its name in DATABASE_URL\.$/
			);
		});

		it('ends at once with a sentence when the user is unknown', async () => {
			const stranger = new URL(url);
			stranger.username = 'stranger';
			await expect(waitForDatabase(stranger.href, ignore)).rejects.toThrow('refuses to let us in (28000)');
		});
	}

	it('says what it waits for, without the password, and gives up with a sentence', async () => {
		const port = await freePort();
		const said: string[] = [];
		const address = `postgresql://user:hunter2@127.0.0.1:${port}/distribu`;
		await expect(waitForDatabase(address, (place) => said.push(place), { totalMs: 100 })).rejects.toThrow(
			`The database at 127.0.0.1:${port}/distribu does not answer (ECONNREFUSED). Check DATABASE_URL, and that it runs.`
		);
		expect(said).toEqual([`127.0.0.1:${port}/distribu`]);
	});
});
