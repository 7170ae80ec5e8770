/** What a file's first bytes say that it is. */
export type FileKind = 'text' | 'xlsx' | 'xls' | 'encrypted' | 'binary';

// Signatures of files that people drop. A ZIP is an Excel workbook when it has a folder `xl/`; one with a password is
// packed into a file of the old kind, as a stream of this name in UTF-16.
const zip = [0x50, 0x4b, 0x03, 0x04];
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const encryptedStream = [...'EncryptedPackage'].join('\0');
const otherSignatures = [
	[0x25, 0x50, 0x44, 0x46, 0x2d], // PDF
	[0x89, 0x50, 0x4e, 0x47], // PNG
	[0xff, 0xd8, 0xff], // JPEG
	[0x47, 0x49, 0x46, 0x38], // GIF
	[0x1f, 0x8b], // gzip
	[0x37, 0x7a, 0xbc, 0xaf], // 7-Zip
	[0x52, 0x61, 0x72, 0x21, 0x1a] // RAR
];

// Text has hardly any control characters; a customer list with a few stray ones is still a customer list,
// and each of them an issue on its row.
const maxControlShare = 0.05;
const minControls = 16;
const sampleBytes = 65_536;

/** Tells what a file is from the bytes alone, whatever its name ends in (spec I5, P11). */
export function detectFileKind(bytes: Uint8Array): FileKind {
	if (startsWith(bytes, ole)) return includesAscii(bytes, encryptedStream) ? 'encrypted' : 'xls';
	if (startsWith(bytes, zip)) return includesAscii(bytes, 'xl/') ? 'xlsx' : 'binary';
	if (otherSignatures.some((signature) => startsWith(bytes, signature))) return 'binary';
	return isUtf16(bytes) || !hasManyControls(bytes) ? 'text' : 'binary';
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
	return signature.every((byte, i) => bytes[i] === byte);
}

function includesAscii(bytes: Uint8Array, word: string): boolean {
	const codes = [...word].map((character) => character.charCodeAt(0));
	for (let at = bytes.indexOf(codes[0] ?? 0); at !== -1; at = bytes.indexOf(codes[0] ?? 0, at + 1)) {
		if (codes.every((code, i) => bytes[at + i] === code)) return true;
	}
	return false;
}

function isUtf16(bytes: Uint8Array): boolean {
	return startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
}

function hasManyControls(bytes: Uint8Array): boolean {
	const end = Math.min(bytes.length, sampleBytes);
	let controls = 0;
	for (let i = 0; i < end; i++) {
		const byte = bytes[i] ?? 0;
		if ((byte < 0x20 && (byte < 0x09 || byte > 0x0d)) || byte === 0x7f) controls++;
	}
	return controls >= minControls && controls > end * maxControlShare;
}
