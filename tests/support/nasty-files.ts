import type { Encoding, ReadOptions } from '../../src/lib/import/table.ts';
import { seededRandom } from './seeded-random.ts';

/** A small file and what a person chose about it. */
export interface NastyFile {
	bytes: Uint8Array;
	options: ReadOptions;
}

const delimiters = [',', ';', '\t', '|'];
const lineEnds = ['\n', '\r\n'];
const headers = [
	'email',
	'name',
	'E-Mail',
	'password',
	'notes',
	'',
	' ',
	'Kontakt',
	'creditLimit',
	'Vorname'
];
// What a cell is made of. U+E000 stands for a byte that is not valid there.
const pieces = [
	...[
		'a',
		'b',
		'1',
		'ann@x.co',
		'.',
		"'",
		'=',
		' ',
		'\t',
		'\u00a0',
		'\ufeff',
		'\u3000',
		'\0',
		'\v',
		'\u007f'
	],
	...['é', 'ł', '€', '𝒳', 'e\u0301', '\u0085', '\u2028', '\uffff', '\u{10ffff}', '\ue000'],
	...[',', ';', '|', '"', '""', '\n', '\r\n', '\r']
];
const wrong = '\ue000';
const wrongBytes = [
	[0x80],
	[0xff],
	[0xc3],
	[0xc0, 0xaf],
	[0xe0, 0x80, 0xaf],
	[0xed, 0xa0, 0x80],
	[0xf0, 0x9f, 0x98],
	[0xf4, 0x90, 0x80, 0x80],
	[0xf8, 0x88, 0x80, 0x80, 0x80]
];

/**
 * Many small files, the same for the same seed: most of them nearly as RFC 4180 has them, with one thing or another that
 * a reader may stumble over; some of them nothing but such things.
 */
export function* nastyFiles(count: number, seed: number): Generator<NastyFile> {
	const random = seededRandom(seed);
	function below(limit: number): number {
		return Math.floor(random() * limit);
	}
	function pick<Item>(items: readonly Item[]): Item {
		return items[below(items.length)] as Item;
	}
	function isRare(oneIn: number): boolean {
		return below(oneIn) === 0;
	}
	function text(most: number): string {
		return Array.from({ length: below(most + 1) }, () => pick(pieces)).join('');
	}

	function cell(delimiter: string, isTidy: boolean): string {
		const content = isRare(2) ? pick(['', 'Ann', 'x y', '12.50', 'ACTIVE']) : text(5);
		if (!isTidy && isRare(4)) return content;
		const valid = content.replaceAll(wrong, isTidy ? 'é' : wrong);
		const needsQuotes = valid.includes(delimiter) || /["\r\n]/.test(valid);
		if (!needsQuotes && !isRare(4)) return valid;
		const quoted = `"${valid.replaceAll('"', '""')}"`;
		return isTidy || !isRare(10) ? quoted : quoted + pick([' ', 'x', '"', '\t']);
	}

	function file(): NastyFile {
		const delimiter = pick(delimiters);
		const lineEnd = pick(lineEnds);
		const isTidy = !isRare(3);
		function lineEndHere(): string {
			return isTidy || !isRare(8) ? lineEnd : pick(['\n', '\r\n', '\r']);
		}
		function row(cells: number): string {
			if (isRare(8)) return pick(['', ' ', delimiter, ` ${delimiter}\u00a0`, '""', '" "']);
			return Array.from({ length: cells }, () => cell(delimiter, isTidy)).join(delimiter);
		}
		const width = 1 + below(4);
		const header = Array.from({ length: width }, () => pick(headers)).join(delimiter);
		const mark = isRare(4) ? '\ufeff'.repeat(1 + below(2)) : '';
		const separatorLine = isRare(8)
			? `${pick(['sep=', 'SEP=', '"sep='])}${pick([...delimiters, '#', 'é', wrong])}${lineEndHere()}`
			: '';
		const titles = isRare(4) ? row(1) + lineEndHere() : '';
		const rows = Array.from(
			{ length: below(6) },
			() => row(isRare(4) ? 1 + below(6) : width) + lineEndHere()
		);
		const all =
			mark + separatorLine + (isRare(20) ? '\ufeff' : '') + titles + header + lineEndHere() + rows.join('');
		const cut = isRare(2) ? all : all.slice(0, all.length - lineEnd.length);
		return { bytes: encode(isRare(20) ? text(20) : cut), options: choices() };
	}

	/** Mostly none: what a person may choose. */
	function choices(): ReadOptions {
		if (!isRare(3)) return {};
		return {
			...(isRare(2) && { encoding: pick<Encoding>(['utf-8', 'windows-1252', 'utf-16le']) }),
			...(isRare(2) && { delimiter: pick([...delimiters, ' ', 'a', '"', 'é', '\r']) }),
			...(isRare(3) && { firstRow: pick(['header', 'data'] as const) }),
			...(isRare(3) && { headerRow: below(5) })
		};
	}

	function encode(all: string): Uint8Array {
		const encoder = new TextEncoder();
		if (!all.includes(wrong)) return encoder.encode(all);
		const parts = all.split(wrong).map((part) => encoder.encode(part));
		return Uint8Array.from(parts.flatMap((part, i) => [...(i === 0 ? [] : pick(wrongBytes)), ...part]));
	}

	for (let made = 0; made < count; made++) yield file();
}
