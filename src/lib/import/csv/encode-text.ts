import { windows1252Controls } from './decode-text.ts';
import type { Encoding } from '../table.ts';

const byteOfUnit = new Map(
	[...windows1252Controls].map((character, i) => [character.charCodeAt(0), 0x80 + i])
);

/** Text in an encoding, without byte order mark; null where the encoding lacks one of its characters. */
export function encodeText(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> | null {
	switch (encoding) {
		case 'utf-8':
			return new TextEncoder().encode(text);
		case 'utf-16le':
			return encodeUtf16(text, true);
		case 'utf-16be':
			return encodeUtf16(text, false);
		case 'windows-1252':
			return encodeWindows1252(text);
	}
}

function encodeUtf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(text.length * 2);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
	return bytes;
}

function encodeWindows1252(text: string): Uint8Array<ArrayBuffer> | null {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		const byte = unit < 0x80 || (unit >= 0xa0 && unit <= 0xff) ? unit : byteOfUnit.get(unit);
		if (byte === undefined) return null;
		bytes[i] = byte;
	}
	return bytes;
}
