import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FieldName, fieldNames } from '../../../../src/lib/customer/customer.ts';
import { proposeMapping } from '../../../../src/lib/import/columns/match-headers.ts';
import { isPasswordHeader } from '../../../../src/lib/import/headers/header-names.ts';
import type { CsvTable } from '../../../../src/lib/import/table.ts';
import { tableOf } from '../../../support/core.ts';

/** The columns of a system's customer export, with invented customers, and what each is for. */
interface ExportFormat {
	format: string;
	/** The public documentation that lists the columns. */
	source: string;
	columns: ExportColumn[];
}

interface ExportColumn {
	header: string;
	/** Where several columns have one answer, each of them is right. First and last name together are a name. */
	answer: FieldName | 'firstName' | 'lastName' | 'password' | 'none';
	values: string[];
}

const folder = 'tests/fixtures/headers';
const formats = readdirSync(folder)
	.sort()
	.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ExportFormat);

function tableFrom({ columns }: ExportFormat): CsvTable {
	function line(cells: string[]): string {
		return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
	}
	const rows = (columns[0]?.values ?? []).map((_, row) =>
		line(columns.map(({ values }) => values[row] ?? ''))
	);
	return tableOf([line(columns.map(({ header }) => header)), ...rows].join('\n'), { firstRow: 'header' });
}

/** Whether a column, of the header or a joined one, is right for a field. */
function isRight({ columns }: ExportFormat, table: CsvTable, field: FieldName, column: number): boolean {
	const joined = table.joined[column - table.header.length];
	if (joined === undefined) return columns[column]?.answer === field;
	const answers = joined.columns.map((part) => columns[part]?.answer);
	return field === 'name' && answers[0] === 'firstName' && answers[1] === 'lastName';
}

/** The fields for which the export has a column, or the two parts of a name. */
function mappableFields({ columns }: ExportFormat): FieldName[] {
	const answers = new Set(columns.map(({ answer }) => answer));
	return fieldNames.filter(
		(field) => answers.has(field) || (field === 'name' && answers.has('firstName') && answers.has('lastName'))
	);
}

interface Score {
	mappable: number;
	automatic: number;
	suggested: number;
	wrongAutomatic: string[];
	wrongSuggested: string[];
	missed: string[];
}

function scoreOf(all: ExportFormat[]): Score {
	const score: Score = {
		mappable: 0,
		automatic: 0,
		suggested: 0,
		wrongAutomatic: [],
		wrongSuggested: [],
		missed: []
	};
	for (const format of all) {
		const table = tableFrom(format);
		const { mapping, suggestions } = proposeMapping(table);
		const mappable = mappableFields(format);
		score.mappable += mappable.length;
		for (const field of fieldNames) {
			const column = mapping[field] ?? suggestions.find((found) => found.field === field)?.column;
			const kind = mapping[field] === null ? 'suggested' : 'automatic';
			const name = `${format.format}: ${field}`;
			if (column === undefined) {
				if (mappable.includes(field)) score.missed.push(name);
			} else if (isRight(format, table, field, column)) score[kind]++;
			else {
				const header = table.header[column] ?? table.joined[column - table.header.length]?.header;
				score[kind === 'automatic' ? 'wrongAutomatic' : 'wrongSuggested'].push(`${name} from "${header}"`);
			}
		}
	}
	return score;
}

const score = scoreOf(formats);

describe('M1-M6, M8 the columns of exports that merchants have', () => {
	test('the score', () => {
		const headers = formats.flatMap(({ columns }) => columns);
		process.stdout.write(
			`Mapping corpus: ${formats.length} formats, ${headers.length} headers, ${score.mappable} mappable: ` +
				`${score.automatic} mapped right, ${score.suggested} suggested right, ` +
				`${score.wrongAutomatic.length} mapped wrong, ${score.wrongSuggested.length} suggested wrong, ` +
				`${score.missed.length} missed\n`
		);
		expect(formats.length).toBeGreaterThanOrEqual(15);
		expect(headers.length).toBeGreaterThanOrEqual(150);
	});
	test('nothing is mapped wrong', () => {
		expect(score.wrongAutomatic).toEqual([]);
	});
	test('at least 95 % of what can be mapped is mapped or suggested', () => {
		expect(
			(score.automatic + score.suggested) / score.mappable,
			score.missed.join('\n')
		).toBeGreaterThanOrEqual(0.95);
	});
	test('next to nothing is suggested wrong', () => {
		expect(score.wrongSuggested.length / score.mappable, score.wrongSuggested.join('\n')).toBeLessThanOrEqual(
			0.02
		);
	});
});

describe('P9 passwords of every system are left out', () => {
	test.each(formats.flatMap(({ columns }) => columns).filter(({ answer }) => answer === 'password'))(
		'$header',
		({ header }) => {
			expect(isPasswordHeader(header)).toBe(true);
		}
	);
	test('and no other column is taken for one', () => {
		const others = formats.flatMap(({ columns }) => columns).filter(({ answer }) => answer !== 'password');
		expect(others.map(({ header }) => header).filter(isPasswordHeader)).toEqual([]);
	});
});
