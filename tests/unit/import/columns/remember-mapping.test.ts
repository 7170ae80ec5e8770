import { expect, test } from 'vitest';
import { setAsideHeader } from '../../../../src/lib/import/headers/header-names.ts';
import { type Mapping, noMapping } from '../../../../src/lib/import/mapping.ts';
import {
	type RememberedMapping,
	headerSignature,
	mappingToRemember,
	recallMapping
} from '../../../../src/lib/import/columns/remember-mapping.ts';
import { summarizeFile } from '../../../../src/lib/import/columns/summarize-file.ts';
import type { FileSummary } from '../../../../src/lib/import/worker-api.ts';
import { tableOf } from '../../../support/core.ts';

const usedAt = '2026-11-03T09:30:00.000Z';

function fileOf(text: string): FileSummary {
	return summarizeFile({ bytes: 1, sha256: 'a'.repeat(64) }, tableOf(text), null);
}

function remembered(file: FileSummary, mapping: Partial<Mapping>): RememberedMapping[] {
	const remember = mappingToRemember(file, { ...noMapping, ...mapping });
	return remember ? [{ ...remember, usedAt }] : [];
}

const file = fileOf('mail,firm,memo\na@x.co,A,x');

test('M9 the mapping of an import is recalled for the same headers, in any order, case and spacing', () => {
	const next = fileOf(' MEMO ,Mail,firm\ny,b@x.co,B');
	expect(recallMapping(remembered(file, { email: 0, name: 1 }), next)).toEqual({
		mapping: { ...noMapping, email: 1, name: 2 },
		usedAt
	});
});

test('M9 and for no others', () => {
	const [one] = remembered(file, { email: 0 });
	expect(one?.signature).toMatch(/^[0-9a-f]{64}$/);
	for (const header of ['mail,firm', 'mail,firm,memo,phone', 'mail,firm,note', 'mail,firm,memo,memo']) {
		const next = fileOf(`${header}\na@x.co,A,x,y`.slice(0, undefined));
		expect(recallMapping(remembered(file, { email: 0 }), next)).toBeNull();
	}
});

test('M9 two headers alike are told apart, however the text of headers is cut in two', () => {
	expect(headerSignature(fileOf('a b,c,mail\n1,2,a@x.co'))).not.toBe(
		headerSignature(fileOf('a,b c,mail\n1,2,a@x.co'))
	);
	const twins = fileOf('mail,Phone,phone\na@x.co,1,2');
	const next = fileOf('PHONE,mail,phone\n1,a@x.co,2');
	expect(recallMapping(remembered(twins, { email: 0, notes: 2 }), next)?.mapping.notes).toBe(2);
});

test('M9 nothing is recalled where the headers propose the same', () => {
	const known = fileOf('email,name\na@x.co,A');
	expect(recallMapping(remembered(known, { email: 0, name: 1 }), known)).toBeNull();
	expect(recallMapping(remembered(known, { email: 0 }), known)?.mapping).toEqual({ ...noMapping, email: 0 });
});

test('M8, M9 a joined name is recalled', () => {
	const names = fileOf('First name,Last name,email\nAnn,Lee,a@x.co');
	const next = fileOf('email,Last name,First name\na@x.co,Lee,Ann');
	expect(recallMapping(remembered(names, { email: 2, name: 3 }), next)?.mapping).toEqual({
		...noMapping,
		email: 0,
		name: 3
	});
});

test('M5, M9 a state that has become a postal one is not recalled as the status', () => {
	const status = fileOf('mail,State\na@x.co,blocked');
	const postal = fileOf('mail,State\na@x.co,CA');
	const known = remembered(status, { email: 0, status: 1 });
	expect(recallMapping(known, status)?.mapping.status).toBe(1);
	expect(recallMapping(known, postal)?.mapping).toEqual({ ...noMapping, email: 0 });
});

test('W4, M9 rows that were set aside are recognized when they come back with their reasons', () => {
	const back = fileOf(`mail,firm,memo,${setAsideHeader}\na@x.co,A,x,Email is missing`);
	expect(recallMapping(remembered(file, { email: 0 }), back)?.mapping.email).toBe(0);
});

test('M9 columns without a header are never told by their position', () => {
	const bare = summarizeFile(
		{ bytes: 1, sha256: 'a'.repeat(64) },
		tableOf('a@x.co,A\nb@x.co,B', { firstRow: 'data' }),
		null
	);
	expect(headerSignature(bare)).toBeNull();
	expect(mappingToRemember(bare, { ...noMapping, email: 0 })).toBeNull();
	expect(recallMapping(remembered(file, { email: 0 }), bare)).toBeNull();
});

test('M9 what the database cannot store is not remembered', () => {
	expect(mappingToRemember(fileOf('ma\u0000il,b\na@x.co,1'), { ...noMapping, email: 0 })).toBeNull();
});

test('P9, M9 a memory that names a password, one column twice or none for the email does no harm', () => {
	const next = fileOf('mail,password\na@x.co,x');
	const signature = headerSignature(next) ?? '';
	function recall(mapping: RememberedMapping['mapping']): Mapping | undefined {
		return recallMapping([{ signature, mapping, usedAt }], next)?.mapping;
	}
	const mail = { header: 'mail', nth: 0 };
	expect(recall({ email: mail, name: { header: 'password', nth: 0 } })).toEqual({ ...noMapping, email: 0 });
	expect(recall({ email: mail, name: mail })).toEqual({ ...noMapping, email: 0 });
	expect(recall({ name: mail })).toBeUndefined();
	expect(recall({ email: { header: '__proto__', nth: 0 } })).toBeUndefined();
});
