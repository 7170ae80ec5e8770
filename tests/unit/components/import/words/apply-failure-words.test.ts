import { expect, test } from 'vitest';
import type { ServerFailure } from '../../../../../src/lib/browser/import-server.ts';
import { applyFailureMessage } from '../../../../../src/lib/components/import/words/words.ts';

const failures: ServerFailure[] = [
	{ kind: 'signed-out' },
	{ kind: 'forbidden' },
	{ kind: 'busy' },
	{ kind: 'unreachable' },
	{ kind: 'error', reference: 'R1' }
];

const saysNothingWritten =
	/nothing was imported|not begun|rolled back|no customer was changed|no record|before the import was written/i;
const saysUnknown = /don't know whether|then see whether|sees in the audit log whether/i;

test.each(failures)(
	'A5 where an import may have been written, $kind never says that it was not',
	(failure) => {
		const { title, text } = applyFailureMessage(failure, 'unknown');
		expect(`${title} ${text}`).not.toMatch(saysNothingWritten);
		expect(`${title} ${text}`).toMatch(saysUnknown);
	}
);

test.each(failures.filter(({ kind }) => kind !== 'forbidden'))(
	'A5 where an import was not written, $kind says so',
	(failure) => {
		const { title, text } = applyFailureMessage(failure, 'no');
		expect(`${title} ${text}`).toMatch(saysNothingWritten);
		expect(`${title} ${text}`).not.toMatch(saysUnknown);
	}
);
