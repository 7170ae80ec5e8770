import { type NumberFormat, builtInFormat, parseNumberFormat } from './number-format.ts';
import { unescapeText } from './read-worksheet.ts';
import { readXml } from './read-xml.ts';

/** What a part of a package refers to: the names of other parts by id, with their kind. */
export type Relationships = Map<string, { kind: string; part: string }>;

/** The sheets of a workbook, in the order of their tabs. */
export interface WorkbookInfo {
	sheets: { name: string; id: string; isHidden: boolean }[];
	from1904: boolean;
}

/**
 * Reads the relationships of a part (ECMA-376 part 2, 9.3).
 *
 * @param folder the folder of the part that they belong to, which targets are relative to: `xl/`
 */
export function readRelationships(xml: Uint8Array, folder: string): Relationships {
	const relationships: Relationships = new Map();
	readXml(xml, {
		open(name, attributes) {
			if (name !== 'Relationship') return;
			const kind = attributes('Type')?.split('/').at(-1) ?? '';
			relationships.set(attributes('Id') ?? '', {
				kind,
				part: resolvePart(folder, attributes('Target') ?? '')
			});
		}
	});
	return relationships;
}

/** Reads the workbook's own part: which sheets there are. */
export function readWorkbookInfo(xml: Uint8Array): WorkbookInfo {
	const info: WorkbookInfo = { sheets: [], from1904: false };
	readXml(xml, {
		open(name, attributes) {
			if (name === 'workbookPr') info.from1904 = /^(?:1|true)$/.test(attributes('date1904') ?? '');
			if (name !== 'sheet') return;
			info.sheets.push({
				name: unescapeText(attributes('name') ?? ''),
				id: attributes('id') ?? '',
				isHidden: /hidden$/i.test(attributes('state') ?? '')
			});
		}
	});
	return info;
}

/** Reads the texts that cells share: formatted ones in one piece, without the readings above East Asian ones. */
export function readSharedStrings(xml: Uint8Array): string[] {
	const strings: string[] = [];
	let text = '';
	let isText = false;
	let isPhonetic = false;
	readXml(xml, {
		open(name) {
			if (name === 'si') text = '';
			else if (name === 'rPh') isPhonetic = true;
			else if (name === 't') isText = !isPhonetic;
		},
		close(name) {
			if (name === 'si') strings.push(unescapeText(text));
			else if (name === 'rPh') isPhonetic = false;
			else if (name === 't') isText = false;
		},
		text(piece) {
			if (isText) text += piece;
		}
	});
	return strings;
}

/** Reads how each style of cells shows numbers. */
export function readFormats(xml: Uint8Array): NumberFormat[] {
	const codes = new Map<number, string>();
	const ids: number[] = [];
	let isOfCells = false;
	readXml(xml, {
		open(name, attributes) {
			if (name === 'numFmt') codes.set(Number(attributes('numFmtId')), attributes('formatCode') ?? '');
			else if (name === 'cellXfs') isOfCells = true;
			else if (name === 'xf' && isOfCells) ids.push(Number(attributes('numFmtId') ?? 0));
		},
		close(name) {
			if (name === 'cellXfs') isOfCells = false;
		}
	});
	const formats = new Map<number, NumberFormat>();
	for (const id of new Set(ids)) {
		const code = codes.get(id);
		formats.set(id, code === undefined ? builtInFormat(id) : parseNumberFormat(code));
	}
	return ids.map((id) => formats.get(id) ?? { kind: 'general' });
}

/** The name of a part that another one names, relative to its folder or from the root. */
function resolvePart(folder: string, target: string): string {
	const path = target.startsWith('/') ? target.slice(1) : folder + target;
	const parts: string[] = [];
	for (const step of path.split('/')) {
		if (step === '..') parts.pop();
		else if (step !== '.' && step !== '') parts.push(step);
	}
	return parts.join('/');
}
