import { expect, test } from 'vitest';
import { Turns } from '../../../src/lib/browser/turns.ts';

/** Something that takes as long as a test wants. */
function slow(heard: string[], name: string): { run: () => Promise<void>; end: () => void } {
	let end: () => void = () => undefined;
	const done = new Promise<void>((resolve) => (end = resolve));
	return {
		end: () => end(),
		async run() {
			heard.push(`${name} begins`);
			await done;
			heard.push(`${name} ends`);
		}
	};
}

test('3.9 what is asked for is done at once where nothing is before it', () => {
	const heard: string[] = [];
	void new Turns().take(() => heard.push('now'), 'key');
	expect(heard).toEqual(['now']);
});

test('3.9 one thing is done after the other, in their order', async () => {
	const [heard, turns] = [[] as string[], new Turns()];
	const [one, other] = [slow(heard, 'one'), slow(heard, 'other')];
	const first = turns.take(one.run, 'key');
	const second = turns.take(other.run, 'deed');
	expect(heard).toEqual(['one begins']);
	one.end();
	await first;
	other.end();
	await second;
	expect(heard).toEqual(['one begins', 'one ends', 'other begins', 'other ends']);
});

test('3.9 a move does not wait for what is under way, but for what has not begun', async () => {
	const [heard, turns] = [[] as string[], new Turns()];
	const [one, other] = [slow(heard, 'one'), slow(heard, 'other')];
	void turns.take(one.run, 'deed');
	void turns.take(() => heard.push('move'), 'move');
	expect(heard).toEqual(['one begins', 'move']);
	void turns.take(other.run, 'key');
	const last = turns.take(() => heard.push('later move'), 'move');
	expect(heard).toEqual(['one begins', 'move']);
	one.end();
	await last;
	expect(heard).toEqual(['one begins', 'move', 'one ends', 'other begins', 'later move']);
});

test('3.9 keys that have not begun are dropped, other deeds are not', async () => {
	const [heard, turns] = [[] as string[], new Turns()];
	const one = slow(heard, 'one');
	const first = turns.take(one.run, 'key');
	const dropped = turns.take(() => heard.push('key'), 'key');
	const kept = turns.take(() => heard.push('deed'), 'deed');
	turns.dropKeys();
	await dropped;
	one.end();
	await Promise.all([first, kept]);
	expect(heard).toEqual(['one begins', 'one ends', 'deed']);
});
