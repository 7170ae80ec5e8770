import { type FieldName, fieldNames } from '../customer/customer.ts';
import { meaningOfStatus } from '../customer/status.ts';
import { trimText } from '../customer/text.ts';
import { type HeaderMatch, headerKey, isPasswordHeader, matchHeader } from './header-names.ts';
import { type IgnoredReason, type ProposedMapping, noMapping } from './mapping.ts';
import type { CsvTable } from './table.ts';

interface Claim extends HeaderMatch {
	index: number;
}

/**
 * Proposes a column for each field from the headers (spec M1-M4), except a `state` column whose values
 * speak against being the status (spec M5). Password columns are never proposed (spec P9).
 */
export function proposeMapping(table: CsvTable): ProposedMapping {
	const ignored = new Map<number, IgnoredReason>();
	const claims: Claim[] = [];
	table.header.forEach((header, index) => {
		const match = matchHeader(header);
		if (isPasswordHeader(header)) ignored.set(index, 'password');
		else if (match === undefined) ignored.set(index, 'unknown-name');
		else if (isPostalState(table, index, match)) ignored.set(index, 'not-status-words');
		else claims.push({ ...match, index });
	});

	const mapping = { ...noMapping };
	for (const field of fieldNames) {
		const [winner, ...losers] = claims.filter((claim) => claim.field === field).sort(byStrength);
		mapping[field] = winner?.index ?? null;
		for (const loser of losers) ignored.set(loser.index, 'better-match');
	}
	const fieldOf = new Map<number | null, FieldName>(fieldNames.map((field) => [mapping[field], field]));
	return {
		mapping,
		columns: table.header.map((_, index) => {
			const field = fieldOf.get(index);
			return field ? { field } : { ignored: ignored.get(index) ?? 'unknown-name' };
		})
	};
}

/** The canonical name first, then the order of aliases, then headers without decoration, then position (spec M4). */
function byStrength(one: Claim, other: Claim): number {
	return one.rank - other.rank || Number(one.decorated) - Number(other.decorated) || one.index - other.index;
}

/** Whether a column is called `state` and most of its non-empty values are no status words (spec M5). */
function isPostalState(table: CsvTable, index: number, match: HeaderMatch): boolean {
	if (match.field !== 'status' || !headerKey(table.header[index] ?? '').includes('state')) return false;
	let filled = 0;
	let unknown = 0;
	for (const row of table.rows) {
		const value = row[index];
		if (value === undefined || trimText(value) === '') continue;
		filled++;
		if (meaningOfStatus(value) === undefined) unknown++;
	}
	return unknown * 2 > filled;
}
