import { expect, test } from 'vitest';
import { headerAnswer } from '../../../../src/lib/components/customers/header-answer.ts';

test.each([
	['Contact E-Mail', true, 'Read as Email.'],
	['Credit limit (USD)', true, 'Read as Credit limit.'],
	['Password', true, 'Ignored: passwords are never imported.'],
	['Distribu: why not imported', true, 'Ignored: Distribu wrote it beside rows that were left out.'],
	['Courriel', false, 'Not a name we know, but suggested for Email where the values fit.'],
	['Stauts', false, 'Not a name we know, but suggested for Status where the values fit.'],
	['Phone', false, 'Not a name we know. You can still choose the column by hand on the preview.'],
	['__proto__', false, 'Not a name we know. You can still choose the column by hand on the preview.']
])('%s', (header, known, words) => {
	expect(headerAnswer(header)).toEqual({ known, words });
});

test('nothing is said of nothing', () => {
	expect(headerAnswer(' \u00a0')).toBeNull();
});
