import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitCodes } from '../../../src/client/cli/exit-codes.ts';
import { clientErrorCodes, errorCodes } from '../../../src/client/error-codes.ts';

const text = readFileSync('docs/programs.md', 'utf8');

/** The rows of the table under a heading, without its head. */
function tableUnder(heading: string): string[][] {
	const [, section = ''] = text.split(`${heading}\n`);
	const [first = ''] = section.split(/\n#+ /);
	const rows = first.split('\n').filter((line) => line.startsWith('|'));
	return rows.slice(2).map((line) =>
		line
			.slice(1, -1)
			.split('|')
			.map((cell) => cell.trim().replaceAll('`', ''))
	);
}

test('docs/programs.md lists the codes of errors, all of them and no other', () => {
	expect(tableUnder('## Errors')).toEqual(Object.entries({ ...errorCodes, ...clientErrorCodes }));
});

test('docs/programs.md lists what the command line ends with', () => {
	expect(tableUnder('### Exit status').map(([status]) => Number(status))).toEqual(Object.values(exitCodes));
});
