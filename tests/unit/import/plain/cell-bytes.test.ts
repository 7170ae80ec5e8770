import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { cellEnd, cellStart, equalBytes } from '../../../../src/lib/import/plain/cell-bytes.ts';
import { textOfBytes } from '../../../../src/lib/import/plain/text-of-bytes.ts';
import { bytesOf } from '../../../support/core.ts';
import { arbitraryPlainRows, plainLineEnd, plainTable } from '../../../support/plain-table.ts';

const header = ['a', 'b', 'c', 'd', 'e', 'f'];

property.prop([arbitraryPlainRows(), plainLineEnd, fc.boolean()])(
	'P4, P6 the text of every cell is where its bytes are, and none is where a row has no cell',
	(rows, lineEnd, isEnded) => {
		const { plain, rowNumbers } = plainTable(header, rows, lineEnd, isEnded);
		const texts = rows.map((_, i) =>
			header.map((_, column) => {
				const place = { cells: plain, column, rowNumbers };
				return textOfBytes(plain.bytes, cellStart(place, i), cellEnd(place, i));
			})
		);
		expect(texts).toEqual(
			rows.map((cells) =>
				header.map((_, column) => {
					const cell = cells[column] ?? '';
					return cell.startsWith('"') ? cell.slice(1, -1) : cell;
				})
			)
		);
	}
);

property.prop([fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(5)])(
	'bytes are decoded as they are, a byte order mark included',
	(text, offset) => {
		const wellFormed = text.toWellFormed();
		const bytes = bytesOf('x'.repeat(offset) + wellFormed + 'y');
		expect(textOfBytes(bytes, offset, bytes.length - 1)).toBe(wellFormed);
		expect(textOfBytes(bytesOf('\ufeffa'), 0, 4)).toBe('\ufeffa');
	}
);

property.prop([fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), fc.nat(5)])(
	'bytes are the same wherever they stand',
	(one, other, offset) => {
		const moved = Uint8Array.from([...new Array<number>(offset).fill(7), ...one, 9]);
		const end = offset + one.length;
		expect(equalBytes(one, 0, one.length, moved, offset, end)).toBe(true);
		const isSame = equalBytes(one, 0, one.length, other, 0, other.length);
		expect(isSame).toBe(Buffer.from(one).equals(other));
	}
);
