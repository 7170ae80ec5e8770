import { Parser } from 'saxen';

/** What a document has, piece by piece. Names come without their namespace's prefix. */
export interface XmlListener {
	open: (name: string, attributes: (name: string) => string | undefined) => void;
	close?: (name: string) => void;
	/** A piece of text; the text of one element may come in several. */
	text?: (text: string) => void;
}

const entity = /&(?:#(\d+)|#x([0-9a-f]+)|(amp|apos|gt|lt|quot));/gi;
const named: Record<string, string> = { amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' };

/**
 * Reads an XML document. Entities that a document defines for itself are left as they stand, so that none can grow.
 *
 * @throws Error where it is not well formed
 */
export function readXml(bytes: Uint8Array, listener: XmlListener): void {
	const xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	const parser = new Parser();
	parser.on('openTag', (name, attributes) => {
		let read: Map<string, string> | undefined;
		listener.open(localName(name), (wanted) => {
			read ??= new Map(Object.entries(attributes() || {}).map(([key, value]) => [localName(key), value]));
			const value = read.get(wanted);
			return value === undefined ? undefined : decodeEntities(value);
		});
	});
	parser.on('closeTag', (name) => listener.close?.(localName(name)));
	parser.on('text', (text) => listener.text?.(decodeEntities(withPlainLineEnds(text))));
	parser.on('cdata', (text) => listener.text?.(withPlainLineEnds(text)));
	parser.parse(xml);
}

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

/** Line ends of the document are LF for whoever reads it (XML 1.0, 2.11); a CR of the text is written `&#13;`. */
function withPlainLineEnds(text: string): string {
	return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function decodeEntities(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(entity, (whole, decimal?: string, hex?: string, name?: string) => {
		if (name !== undefined) return named[name.toLowerCase()] ?? whole;
		const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}
