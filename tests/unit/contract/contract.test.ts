import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { clientErrorCodes, errorCodes } from '../../../src/client/error-codes.ts';
import { contractLosses } from '../../support/contract-losses.ts';
import { type ContractShape, contractShape } from '../../support/contract-shape.ts';

const file = fileURLToPath(new URL('../../fixtures/contract.json', import.meta.url));

/** The contract as it is kept: a line for each procedure, and the codes. */
function kept(procedures: ContractShape, codes: readonly string[]): string {
	const lines = Object.entries(procedures).map(([name, shape]) => `"${name}": ${JSON.stringify(shape)}`);
	return `{\n"procedures": {\n${lines.join(',\n')}\n},\n"codes": ${JSON.stringify(codes)}\n}\n`;
}

test('procedures, what they take and answer, and codes are only ever added to; `--update` writes additions down', async () => {
	const procedures = contractShape();
	const codes = [...Object.keys(errorCodes), ...Object.keys(clientErrorCodes)].sort();
	const before = JSON.parse(readFileSync(file, 'utf8')) as { procedures: ContractShape; codes: string[] };
	expect(contractLosses(before.procedures, procedures)).toEqual([]);
	expect(before.codes.filter((code) => !codes.includes(code))).toEqual([]);
	// Behind the losses, so that nobody can update them away.
	await expect(kept(procedures, codes)).toMatchFileSnapshot(file);
});
