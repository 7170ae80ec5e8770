import type { Encoding } from '../table.ts';

/**
 * Where Windows-1252 differs from Latin-1: bytes 0x80-0x9F (WHATWG Encoding Standard, index windows-1252).
 * Written out because some JavaScript engines decode them as control characters.
 */
export const windows1252Controls =
	'\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
	'\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const chunkLength = 32_768;

/**
 * Recognizes the encoding of a text file: UTF-8 with or without BOM, UTF-16 by its BOM, and Windows-1252
 * where the bytes are not valid UTF-8 (spec P2).
 */
export function detectEncoding(bytes: Uint8Array): Encoding {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return 'utf-8';
	} catch {
		return 'windows-1252';
	}
}

/** Decodes the bytes of a file without its byte order mark. Bytes that the encoding does not know become U+FFFD. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
	switch (encoding) {
		case 'utf-8':
			return new TextDecoder('utf-8').decode(bytes);
		case 'utf-16le':
			return withoutMark(decodeUtf16(bytes, true));
		case 'utf-16be':
			return withoutMark(decodeUtf16(bytes, false));
		case 'windows-1252':
			return decodeWindows1252(bytes);
	}
}

function withoutMark(text: string): string {
	return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

// By hand, and without replacing surrogates that lack their other half: they are an issue on their row.
function decodeUtf16(bytes: Uint8Array, littleEndian: boolean): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const units = new Uint16Array(bytes.byteLength >> 1);
	for (let i = 0; i < units.length; i++) units[i] = view.getUint16(i * 2, littleEndian);
	return fromUnits(units) + (bytes.byteLength % 2 === 1 ? '\ufffd' : '');
}

function decodeWindows1252(bytes: Uint8Array): string {
	const units = new Uint16Array(bytes.length);
	for (let i = 0; i < bytes.length; i++) {
		const byte = bytes[i] ?? 0;
		units[i] = byte >= 0x80 && byte <= 0x9f ? windows1252Controls.charCodeAt(byte - 0x80) : byte;
	}
	return fromUnits(units);
}

function fromUnits(units: Uint16Array): string {
	const parts: string[] = [];
	for (let at = 0; at < units.length; at += chunkLength) {
		parts.push(String.fromCharCode(...units.subarray(at, at + chunkLength)));
	}
	return parts.join('');
}
