import { zipSync } from 'fflate';

/** A cell as the workbook's XML has it: text, or what a program would write for anything else. */
export type XlsxCell =
	| string
	| null
	/** A number, in a number format by its code. */
	| { number: string; format?: string }
	| { boolean: boolean }
	| { error: string }
	/** A formula with the value that it came to; numbers in a format. */
	| { formula: string; value: string; isText?: boolean; format?: string }
	/** A text that stands in the cell and not among the shared ones. */
	| { inline: string }
	/** A text in pieces of different looks. */
	| { rich: string[] }
	/** The cell's element as it stands, with `REF` for its place. */
	| { xml: string };

/** A sheet of a workbook. */
export interface XlsxSheet {
	name: string;
	rows: XlsxCell[][];
	state?: 'hidden' | 'veryHidden';
	merged?: string[];
}

/** What else a workbook may have. */
export interface XlsxOptions {
	from1904?: boolean;
	/** Parts in place of those that are written, by name. */
	parts?: Record<string, string | Uint8Array>;
	/** Numbers of formats that Excel knows without a code. */
	builtIn?: Record<string, number>;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const package_ = 'http://schemas.openxmlformats.org/package/2006/relationships';
const document_ = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Writes an Excel workbook, as Excel does: shared texts, number formats by style, blank cells left out. */
export function xlsxOf(sheets: XlsxSheet[], options: XlsxOptions = {}): Uint8Array<ArrayBuffer> {
	const shared = new Map<string, number>();
	const formats: string[] = [];
	const parts: Record<string, string | Uint8Array> = {
		'[Content_Types].xml': contentTypes(sheets.length),
		'_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
		'xl/workbook.xml': workbookXml(sheets, options.from1904 ?? false),
		'xl/_rels/workbook.xml.rels': relationships([
			...sheets.map((_, i): [string, string] => ['worksheet', `worksheets/sheet${i + 1}.xml`]),
			['styles', 'styles.xml'],
			['sharedStrings', 'sharedStrings.xml']
		])
	};
	sheets.forEach((sheet, i) => {
		parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheet, shared, formats);
	});
	parts['xl/sharedStrings.xml'] =
		`${declaration}<sst xmlns="${main}">${[...shared.keys()].map((item) => `<si>${item}</si>`).join('')}</sst>`;
	parts['xl/styles.xml'] = stylesXml(formats, options.builtIn ?? {});
	const encoder = new TextEncoder();
	const files = Object.entries({ ...parts, ...options.parts }).map(([name, part]) => [
		name,
		typeof part === 'string' ? encoder.encode(part) : part
	]);
	return zipSync(Object.fromEntries(files) as Record<string, Uint8Array>);
}

/** The element of a text, with white space kept. */
function textXml(text: string): string {
	return `<t xml:space="preserve">${escapeXml(text)}</t>`;
}

/** As Excel writes texts: what XML cannot hold as `_xHHHH_`, and what looks like that with its underscore escaped. */
function escapeXml(text: string): string {
	return text
		.replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
		.replace(
			/(?![\t\n])\p{Control}|[\ufffe\uffff]|\p{Surrogate}/gu,
			(character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
		)
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}

function sheetXml({ rows, merged = [] }: XlsxSheet, shared: Map<string, number>, formats: string[]): string {
	const written = rows.map((cells, i) => {
		const inside = cells.map((cell, column) => cellXml(cell, `${letters(column)}${i + 1}`, shared, formats));
		// A blank row is not there at all.
		return inside.join('') === '' ? '' : `<row r="${i + 1}">${inside.join('')}</row>`;
	});
	const areas = merged.map((area) => `<mergeCell ref="${area}"/>`).join('');
	return (
		`${declaration}<worksheet xmlns="${main}" xmlns:r="${document_}"><sheetData>${written.join('')}</sheetData>` +
		`${areas === '' ? '' : `<mergeCells>${areas}</mergeCells>`}</worksheet>`
	);
}

function cellXml(cell: XlsxCell, ref: string, shared: Map<string, number>, formats: string[]): string {
	if (cell === null || cell === '') return '';
	if (typeof cell === 'string') return sharedCell(textXml(cell), ref, shared);
	if ('rich' in cell) {
		const runs = cell.rich.map((run) => `<r><rPr><b/></rPr>${textXml(run)}</r>`);
		// The reading of East Asian texts is no part of them.
		return sharedCell(`${runs.join('')}<rPh sb="0" eb="1"><t>reading</t></rPh>`, ref, shared);
	}
	if ('xml' in cell) return cell.xml.replace('REF', ref);
	if ('inline' in cell) return `<c r="${ref}" t="inlineStr"><is>${textXml(cell.inline)}</is></c>`;
	if ('boolean' in cell) return `<c r="${ref}" t="b"><v>${cell.boolean ? 1 : 0}</v></c>`;
	if ('error' in cell) return `<c r="${ref}" t="e"><f>1/0</f><v>${cell.error}</v></c>`;
	const style = cell.format === undefined ? '' : ` s="${styleOf(cell.format, formats)}"`;
	if ('number' in cell) return `<c r="${ref}"${style}><v>${cell.number}</v></c>`;
	const type = cell.isText ? ' t="str"' : '';
	return `<c r="${ref}"${style}${type}><f>${escapeXml(cell.formula)}</f><v>${escapeXml(cell.value)}</v></c>`;
}

function sharedCell(item: string, ref: string, shared: Map<string, number>): string {
	const known = shared.get(item);
	const index = known ?? shared.size;
	if (known === undefined) shared.set(item, index);
	return `<c r="${ref}" t="s"><v>${index}</v></c>`;
}

/** The style of a format; 0 is the one without. */
function styleOf(format: string, formats: string[]): number {
	if (!formats.includes(format)) formats.push(format);
	return formats.indexOf(format) + 1;
}

function stylesXml(formats: readonly string[], builtIn: Record<string, number>): string {
	const ids = formats.map((format, i) => builtIn[format] ?? 164 + i);
	const codes = formats
		.map((format, i) =>
			format in builtIn ? '' : `<numFmt numFmtId="${ids[i]}" formatCode="${escapeXml(format)}"/>`
		)
		.join('');
	const styles = [0, ...ids].map((id) => `<xf numFmtId="${id}" fontId="0"/>`).join('');
	// The styles that cells are derived from come first and are not those that cells refer to.
	return (
		`${declaration}<styleSheet xmlns="${main}"><numFmts>${codes}</numFmts>` +
		`<cellStyleXfs><xf numFmtId="9"/><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles}</cellXfs></styleSheet>`
	);
}

function workbookXml(sheets: readonly XlsxSheet[], from1904: boolean): string {
	const tabs = sheets.map(({ name, state }, i) => {
		const hidden = state ? ` state="${state}"` : '';
		return `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"${hidden} r:id="rId${i + 1}"/>`;
	});
	return (
		`${declaration}<workbook xmlns="${main}" xmlns:r="${document_}"><workbookPr${from1904 ? ' date1904="1"' : ''}/>` +
		`<sheets>${tabs.join('')}</sheets></workbook>`
	);
}

function relationships(targets: [kind: string, target: string][]): string {
	const list = targets.map(
		([kind, target], i) => `<Relationship Id="rId${i + 1}" Type="${document_}/${kind}" Target="${target}"/>`
	);
	return `${declaration}<Relationships xmlns="${package_}">${list.join('')}</Relationships>`;
}

function contentTypes(sheets: number): string {
	const office = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
	const overrides = [
		['/xl/workbook.xml', `${office}.sheet.main+xml`],
		['/xl/styles.xml', `${office}.styles+xml`],
		['/xl/sharedStrings.xml', `${office}.sharedStrings+xml`],
		...Array.from({ length: sheets }, (_, i) => [
			`/xl/worksheets/sheet${i + 1}.xml`,
			`${office}.worksheet+xml`
		])
	].map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`);
	return (
		`${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
		`<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
	);
}

function letters(column: number): string {
	const last = String.fromCharCode(65 + (column % 26));
	return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}
