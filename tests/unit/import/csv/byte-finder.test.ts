import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { byteFinder } from '../../../../src/lib/import/csv/byte-finder.ts';
import { decodeText } from '../../../../src/lib/import/csv/decode-text.ts';
import { encodeText } from '../../../../src/lib/import/csv/encode-text.ts';
import type { Encoding } from '../../../../src/lib/import/table.ts';

const encodings: Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];

// Bytes near every border of the UTF-8 table, besides any others.
const bytes = fc
	.array(
		fc.oneof(
			fc.constantFrom(0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1),
			fc.constantFrom(0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff, 0xbb, 0xfe),
			fc.nat(255)
		),
		{ maxLength: 20 }
	)
	.map((all) => Uint8Array.from(all));

describe('W5 the bytes of any part of a text are found', () => {
	property.prop([bytes, fc.nat(20), fc.nat(20)], { numRuns: 5000 })(
		'also where they are not valid UTF-8: decoded alone, they are that part',
		(all, one, other) => {
			const text = decodeText(all, 'utf-8');
			const [from, to] = [Math.min(one, other, text.length), Math.min(Math.max(one, other), text.length)];
			fc.pre(![from, to].some((unit) => /[\udc00-\udfff]/.test(text.charAt(unit))));
			const byteAt = byteFinder(all, 'utf-8');
			const part = all.subarray(byteAt(from), byteAt(to));
			expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(part)).toBe(text.slice(from, to));
			expect(byteAt(text.length)).toBe(all.length);
		}
	);

	property.prop([fc.constantFrom(...encodings), bytes], { numRuns: 1000 })(
		'of the whole text, all but the byte order mark',
		(encoding, all) => {
			const text = decodeText(all, encoding);
			const byteAt = byteFinder(all, encoding);
			const mark = byteAt(0);
			expect([0, 2, 3]).toContain(mark);
			expect(decodeText(all.subarray(mark), encoding).replace(/^\ufeff/, '')).toBe(
				text.replace(/^\ufeff/, '')
			);
			expect(byteAt(text.length)).toBe(all.length);
		}
	);
});

describe('W5 text is written in the encoding of the file', () => {
	property.prop([fc.constantFrom(...encodings), fc.string({ unit: 'binary' })], { numRuns: 1000 })(
		'and read back the same, or not written at all',
		(encoding, text) => {
			const written = encodeText(`x${text}`, encoding);
			if (written === null) expect(encoding).toBe('windows-1252');
			else expect(decodeText(written, encoding)).toBe(`x${text}`);
		}
	);

	test('Windows-1252 has 256 characters', () => {
		const all = Uint8Array.from({ length: 256 }, (_, i) => i);
		expect(encodeText(decodeText(all, 'windows-1252'), 'windows-1252')).toEqual(all);
		expect(encodeText('ł', 'windows-1252')).toBeNull();
		expect(encodeText('\u0080', 'windows-1252')).toBeNull();
	});
});
