import { expect, test } from 'vitest';
import { contractLosses } from '../../support/contract-losses.ts';
import type { ContractShape, Shape } from '../../support/contract-shape.ts';

function contract(procedure: Partial<ContractShape[string]>): ContractShape {
	return { 'imports.find': { input: { keys: {} }, output: 'string', problems: 'never', ...procedure } };
}

function keys(of: Record<string, Shape>): Shape {
	return { keys: of };
}

const one = keys({ code: '"ONE"' });
const two = keys({ code: '"TWO"', rows: { list: 'number' } });

test.each<[title: string, before: ContractShape, after: ContractShape, losses: string[]]>([
	['a procedure that is gone', contract({}), {}, ['imports.find is gone']],
	[
		'a new key that has to be sent',
		contract({ input: keys({ id: 'string' }) }),
		contract({ input: keys({ id: 'string', name: 'string' }) }),
		['imports.find takes.name has to be sent']
	],
	[
		'a key that has to be sent and could be left out',
		contract({ input: keys({ 'id?': 'string' }) }),
		contract({ input: keys({ id: 'string' }) }),
		['imports.find takes.id has to be sent']
	],
	[
		'a key that may not be sent any more',
		contract({ input: keys({ 'id?': 'string' }) }),
		contract({ input: keys({}) }),
		['imports.find takes.id may not be sent any more']
	],
	[
		'a form of the input that is gone',
		contract({ input: { oneOf: [one, two] } }),
		contract({ input: one }),
		[`imports.find takes: ${JSON.stringify(two)} is gone`]
	],
	[
		'a key of the answer that is gone, also in a list',
		contract({ output: keys({ items: { list: keys({ row: 'number', by: 'string' }) } }) }),
		contract({ output: keys({ items: { list: keys({ row: 'number' }) } }) }),
		['imports.find answers.items[].by is gone']
	],
	[
		'a key of the answer that can be missing',
		contract({ output: keys({ row: 'number' }) }),
		contract({ output: keys({ 'row?': 'number' }) }),
		['imports.find answers.row can be missing']
	],
	[
		'an answer that can be null',
		contract({ output: 'string' }),
		contract({ output: { oneOf: ['null', 'string'] } }),
		['imports.find answers can be null']
	],
	[
		'another type',
		contract({ output: keys({ row: 'number' }) }),
		contract({ output: keys({ row: 'string' }) }),
		['imports.find answers.row was "number"']
	],
	[
		'a code that is gone',
		contract({ problems: { oneOf: [one, two] } }),
		contract({ problems: one }),
		[`imports.find refuses with: ${JSON.stringify(two)} is gone`]
	]
])('is a loss: %s', (_, before, after, losses) => {
	expect(contractLosses(before, after)).toEqual(losses);
});

test.each<[title: string, before: ContractShape, after: ContractShape]>([
	['a procedure', {}, contract({})],
	['a key that may be sent', contract({}), contract({ input: keys({ 'id?': 'string' }) })],
	[
		'a key that need not be sent any more',
		contract({ input: keys({ id: 'string' }) }),
		contract({ input: keys({ 'id?': 'string' }) })
	],
	['another form of the input', contract({ input: one }), contract({ input: { oneOf: [one, two] } })],
	[
		'a key of the answer',
		contract({ output: keys({ row: 'number' }) }),
		contract({ output: keys({ row: 'number', by: 'string' }) })
	],
	[
		'a key of the answer that is always there now',
		contract({ output: keys({ 'row?': 'number' }) }),
		contract({ output: keys({ row: 'number' }) })
	],
	['a code', contract({ problems: one }), contract({ problems: { oneOf: [one, two] } })],
	['a first code', contract({ problems: 'never' }), contract({ problems: one })]
])('is an addition: %s', (_, before, after) => {
	expect(contractLosses(before, after)).toEqual([]);
});
