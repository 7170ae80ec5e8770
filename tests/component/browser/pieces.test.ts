import { expect, test } from 'vitest';
import { Pieces } from '../../../src/lib/browser/pieces.svelte.ts';
import type { ServerAnswer } from '../../../src/lib/browser/import-server.ts';
import type { Piece } from '../../../src/lib/import/undo.ts';

function piece(items: string[], next: number | null): ServerAnswer<Piece<string>> {
	return { kind: 'answer', value: { items, next } };
}

/** A list whose server answers these, in order; what it was asked and what came is written down. */
function listOf(...answers: (ServerAnswer<Piece<string>> | Promise<ServerAnswer<Piece<string>>>)[]) {
	const asked: (number | null)[] = [];
	const come: string[] = [];
	const pieces = new Pieces<string>(
		async (afterRow) => {
			asked.push(afterRow);
			const answer = answers.shift();
			if (answer === undefined) throw new Error('It was asked too often.');
			return await answer;
		},
		(items) => come.push(...items)
	);
	return { pieces, asked, come };
}

test('H1 asks for one piece after the other, to the end', async () => {
	const { pieces, asked, come } = listOf(piece(['a', 'b'], 7), piece(['c'], 9), piece([], null));
	expect(pieces.state.kind).toBe('loading');
	await pieces.load();
	expect(pieces.state.kind).toBe('complete');
	expect([asked, come]).toEqual([
		[null, 7, 9],
		['a', 'b', 'c']
	]);
});

test('9 where a piece does not come it says why, and goes on from there', async () => {
	const { pieces, asked, come } = listOf(piece(['a'], 7), { kind: 'unreachable' }, piece(['b'], null));
	await pieces.load();
	expect(pieces.state).toEqual({ kind: 'failed', failure: { kind: 'unreachable' } });
	await pieces.load();
	expect(pieces.state.kind).toBe('complete');
	expect([asked, come]).toEqual([
		[null, 7, 7],
		['a', 'b']
	]);
});

test('what comes after it was stopped is not taken', async () => {
	const late = Promise.withResolvers<ServerAnswer<Piece<string>>>();
	const { pieces, come } = listOf(late.promise);
	const loading = pieces.load();
	pieces.stop();
	late.resolve(piece(['a'], null));
	await loading;
	expect(come).toEqual([]);
});

test('after a reset it begins with the first piece again', async () => {
	const { pieces, asked } = listOf(piece(['a'], 7), { kind: 'busy' }, piece(['a'], null));
	await pieces.load();
	pieces.reset();
	await pieces.load();
	expect(asked).toEqual([null, 7, null]);
});
