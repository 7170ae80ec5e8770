import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrayLiteral } from '../../src/lib/server/array-literal.ts';
import { database } from '../../src/lib/server/database.ts';
import { describeEachEngine } from '../support/each-engine.ts';

/** What the database makes of the literal. */
async function read(values: readonly (string | null)[]): Promise<(string | null)[] | undefined> {
	const [row] = await database().$queryRaw<{ values: (string | null)[] }[]>`
		SELECT ${arrayLiteral(values)}::text[] AS "values"
	`;
	return row?.values;
}

describeEachEngine('an array as one text', () => {
	test('T31, C1: the database reads back every value as it was, whatever stands in it', async () => {
		const troubles = [
			'',
			'NULL',
			'null',
			'"',
			'\\',
			'\\"',
			'{}',
			'{a,b}',
			',',
			' a ',
			"'; DROP",
			'a\nb\tc',
			'😀'
		];
		expect(await read([...troubles, null])).toEqual([...troubles, null]);
		expect(await read([])).toEqual([]);
		const text = fc
			.string({ unit: 'grapheme' })
			.filter((value) => !value.includes('\0') && value.isWellFormed());
		await fc.assert(
			fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
				expect(await read(values)).toEqual(values);
			})
		);
	});

	test('numbers stand in it as they are', async () => {
		const [row] = await database().$queryRaw<{ values: number[] }[]>`
			SELECT ${arrayLiteral([2, 2_147_483_647])}::int[] AS "values"
		`;
		expect(row?.values).toEqual([2, 2_147_483_647]);
	});
});
