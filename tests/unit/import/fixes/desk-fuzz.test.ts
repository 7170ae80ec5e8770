import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FieldName, fieldNames } from '../../../../src/lib/customer/customer.ts';
import { adoptFixes, exportFixes } from '../../../../src/lib/import/fixes/carry-fixes.ts';
import { type Desk, mapDesk, openDesk } from '../../../../src/lib/import/fixes/desk.ts';
import { fixDesk } from '../../../../src/lib/import/review/fix-desk.ts';
import type { FixRequest } from '../../../../src/lib/import/fix.ts';
import {
	clearEmptyCells,
	type EmptyCells,
	type Mapping,
	noMapping
} from '../../../../src/lib/import/mapping.ts';
import type { ImportPlan } from '../../../../src/lib/import/plan.ts';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { type Review, reviewDesk } from '../../../../src/lib/import/review/review.ts';
import type { Encoding, ReadOptions } from '../../../../src/lib/import/table.ts';
import { writeCorrected } from '../../../../src/lib/import/fixes/write-corrected.ts';
import { customer } from '../../../support/core.ts';

const limits = { maxBytes: 1_000_000, maxRows: 1000 };
const width = 6;

const existing = new Map(
	[
		customer('ann@x.co', { name: 'Ann', creditLimit: '100.00', notes: 'Net 30' }),
		customer('ben@x.co', { name: 'Ben', status: 'BLOCKED' }),
		customer('cem@x.co', { notes: 'Two\nlines' })
	].map((one) => [one.email, one])
);

/** A file on the desk, with the bytes that it was read from. */
interface OpenFile {
	bytes: Uint8Array;
	desk: Desk;
	emptyCells: EmptyCells;
}

const cell = fc.oneof(
	fc.constantFrom(
		'ann@x.co',
		'BEN@x.co',
		' cem@x.co',
		'dee@gmial.com',
		'mailto:eve@x.co',
		'Fay <fay@x.co>',
		'gus @x.co',
		'hal@x.co.',
		'i\u200bvy@x.co',
		'not an address'
	),
	fc.constantFrom(
		'',
		' ',
		'Ann',
		'Müller',
		"'=1+1",
		'=1+1',
		'a,b',
		'a;b',
		'say "hi"',
		'"',
		'two\nlines',
		'x'.repeat(101)
	),
	fc.constantFrom('active', 'Blocked', 'dormant', ' DORMANT ', '0', 'yes'),
	fc.constantFrom('1', '1.5', '$1,250.00', '1.250,00', '1,5', '-3', '1e3', '10000000000', '€ 5')
);

const dialects = fc.record({
	delimiter: fc.constantFrom(',', ';', '\t', '|'),
	lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
	encoding: fc.constantFrom<Encoding>('utf-8', 'windows-1252', 'utf-16le', 'utf-16be'),
	bom: fc.boolean(),
	quoteAll: fc.boolean(),
	endsWithLine: fc.boolean()
});

const files = fc
	.record({
		dialect: dialects,
		rows: fc.array(
			fc.oneof(
				{ weight: 12, arbitrary: fc.array(cell, { minLength: 1, maxLength: width + 1 }) },
				{ weight: 1, arbitrary: fc.constant([]) }
			),
			{ minLength: 1, maxLength: 12 }
		),
		/** Rows written with a quote that is never closed. */
		broken: fc.array(fc.nat(11), { maxLength: 1 })
	})
	.map(({ dialect, rows, broken }) => {
		const { delimiter, lineEnd, encoding, quoteAll } = dialect;
		function write(text: string): string {
			const safe = encoding === 'windows-1252' ? text.replaceAll('\u200b', '') : text;
			return quoteAll || safe.includes(delimiter) || /["\r\n]/.test(safe)
				? `"${safe.replaceAll('"', '""')}"`
				: safe;
		}
		const header = ['A', 'B', 'C', 'D', 'E', 'F'];
		const lines = [header, ...rows].map((row) => row.map(write).join(delimiter));
		for (const index of broken) {
			const line = lines[index + 1];
			if (line !== undefined) lines[index + 1] = `"open${delimiter}${line}`;
		}
		const text = lines.join(lineEnd) + (dialect.endsWithLine ? lineEnd : '');
		return { bytes: encode(text, encoding, dialect.bom), options: { encoding, delimiter, headerRow: 1 } };
	});

function encode(text: string, encoding: Encoding, bom: boolean): Uint8Array {
	switch (encoding) {
		case 'utf-8':
			return new TextEncoder().encode((bom ? '\ufeff' : '') + text);
		case 'windows-1252':
			return Uint8Array.from(text, (character) => character.charCodeAt(0));
		default: {
			const withMark = `\ufeff${text}`;
			const bytes = new Uint8Array(withMark.length * 2);
			const view = new DataView(bytes.buffer);
			for (let i = 0; i < withMark.length; i++) {
				view.setUint16(i * 2, withMark.charCodeAt(i), encoding === 'utf-16le');
			}
			return bytes;
		}
	}
}

type Deed =
	| { kind: 'fix'; request: FixRequest }
	| { kind: 'remap'; mapping: Mapping }
	| { kind: 'switch'; field: FieldName }
	/** Downloads the corrected file and replaces the file by it. */
	| { kind: 'replace' };

const rowNumber = fc.integer({ min: 2, max: 14 });
const mappings = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 5, maxLength: 5 }).chain((columns) =>
	fc.subarray([...fieldNames]).map((fields): Mapping => {
		const mapping = { ...noMapping };
		fieldNames.forEach((field, i) => {
			if (field === 'email' || fields.includes(field)) mapping[field] = columns[i] ?? null;
		});
		return mapping;
	})
);
const requests: fc.Arbitrary<FixRequest> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('edit' as const),
			row: rowNumber,
			field: fc.constantFrom(...fieldNames),
			text: cell
		})
	},
	fc.record({ kind: fc.constant('edit-cell' as const), row: rowNumber, column: fc.nat(width), text: cell }),
	fc.record({ kind: fc.constant('accept' as const), row: rowNumber, field: fc.constantFrom(...fieldNames) }),
	fc.record({
		kind: fc.constant('accept-alike' as const),
		field: fc.constantFrom('email' as const, 'creditLimit' as const),
		reason: fc.constantFrom(
			'amount' as const,
			'mailto' as const,
			'inner-space' as const,
			'near-domain' as const
		)
	}),
	fc.record({ kind: fc.constant('block-word' as const), word: fc.constantFrom('dormant', 'yes') }),
	fc.record({ kind: fc.constant('set-aside' as const), rows: fc.array(rowNumber, { maxLength: 2 }) }),
	fc.constant({ kind: 'set-aside-issues' as const }),
	fc.record({ kind: fc.constant('undo' as const), id: fc.integer({ min: 1, max: 12 }) }),
	fc.record({ kind: fc.constant('undo' as const), id: fc.integer({ min: 1, max: 12 }), row: rowNumber }),
	fc.constant({ kind: 'undo-all' as const })
);
const deeds: fc.Arbitrary<Deed> = fc.oneof(
	{ weight: 8, arbitrary: requests.map((request): Deed => ({ kind: 'fix', request })) },
	{ weight: 2, arbitrary: mappings.map((mapping): Deed => ({ kind: 'remap', mapping })) },
	fc.constantFrom(...fieldNames).map((field): Deed => ({ kind: 'switch', field })),
	fc.constant<Deed>({ kind: 'replace' })
);

function open(bytes: Uint8Array, options: ReadOptions): Desk | null {
	const read = readCsv(bytes, options, limits);
	return read.kind === 'table' ? openDesk(read.table) : null;
}

function review({ desk, emptyCells }: OpenFile): Review {
	return reviewDesk(desk, existing, { emptyCells });
}

function corrected({ bytes, desk }: OpenFile): { bytes: Uint8Array; options: ReadOptions } {
	const { cells, aside } = desk.folded;
	const { dialect } = desk.source;
	const file = writeCorrected(bytes, desk.source, cells, new Set(aside.keys()));
	const encoding = file.encodingChanged ? 'utf-8' : dialect.encoding;
	return { bytes: file.bytes, options: { encoding, delimiter: dialect.delimiter, headerRow: 1 } };
}

function after(file: OpenFile, deed: Deed): OpenFile {
	switch (deed.kind) {
		case 'fix':
			return { ...file, desk: fixDesk(file.desk, review(file), deed.request) };
		case 'remap':
			return { ...file, desk: mapDesk(file.desk, deed.mapping) };
		case 'switch':
			return { ...file, emptyCells: { ...file.emptyCells, [deed.field]: 'keep' } };
		case 'replace': {
			const next = corrected(file);
			const desk = open(next.bytes, next.options);
			if (desk === null) return file;
			const mapped = mapDesk(desk, file.desk.mapping);
			return { ...file, bytes: next.bytes, desk: adoptFixes(mapped, exportFixes(file.desk)).desk };
		}
	}
}

/** A plan without row numbers, which move when rows above are left out: rows are counted instead. */
function numbered({ outcomes, counts, losses }: ImportPlan): unknown {
	const position = new Map(outcomes.map(({ row }, i) => [row, i]));
	return {
		counts,
		losses,
		outcomes: outcomes.map((outcome, i) => {
			if (outcome.kind !== 'issue') return { ...outcome, row: i };
			const issues = outcome.issues.map((issue) =>
				issue.code === 'EMAIL_DUPLICATE'
					? { ...issue, row: i, otherRow: position.get(issue.otherRow) }
					: { ...issue, row: i }
			);
			return { ...outcome, row: i, issues };
		})
	};
}

test('W4, W5 after any fixes, undos, remaps and replacements, the plan is that of the resulting file read fresh', () => {
	fc.assert(
		fc.property(
			files,
			mappings,
			fc.array(deeds, { minLength: 1, maxLength: 12 }),
			({ bytes, options }, mapping, done) => {
				const desk = open(bytes, options);
				if (desk === null) return fc.pre(false);
				const start: OpenFile = { bytes, desk: mapDesk(desk, mapping), emptyCells: clearEmptyCells };
				const end = done.reduce(after, start);
				const { plan } = review(end);

				const result = corrected(end);
				const fresh = open(result.bytes, result.options);
				if (fresh === null) {
					expect(plan.outcomes).toEqual([]);
					return;
				}
				const again = mapDesk(fresh, end.desk.mapping);
				const { plan: freshPlan } = reviewDesk(again, existing, { emptyCells: end.emptyCells });
				expect(numbered(plan)).toEqual(numbered(freshPlan));
			}
		),
		{ numRuns: 1000 }
	);
});
