import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { trimText } from '../../customer/text.ts';
import {
	type HeaderMatch,
	isPasswordHeader,
	isSetAsideHeader,
	matchHeader
} from '../headers/header-names.ts';
import { type IgnoredReason, type ProposedMapping, noMapping } from '../mapping.ts';
import { isLastName } from '../headers/name-pair.ts';
import { speaksAgainstStatus } from './status-evidence.ts';
import { suggestColumns } from './suggest-columns.ts';
import type { CsvTable } from '../table.ts';

// Enough to tell what most of the rows hold; a file of any length costs the same.
const maxSample = 2000;

interface Claim extends HeaderMatch {
	index: number;
}

/**
 * Proposes a column for each field from the headers (spec M1-M4), except one named like the status whose values
 * speak against it (spec M5), and half a name (spec M8). Password columns are never proposed (spec P9), nor the
 * importer's own reasons (spec W4). What is left open gets suggestions (spec M6).
 */
export function proposeMapping(table: CsvTable): ProposedMapping {
	const ignored = new Map<number, IgnoredReason>();
	const claims: Claim[] = [];
	table.header.forEach((header, index) => {
		const match = matchHeader(header);
		if (isPasswordHeader(header)) ignored.set(index, 'password');
		else if (isSetAsideHeader(header)) ignored.set(index, 'set-aside-reason');
		else if (match === undefined) ignored.set(index, 'unknown-name');
		else if (match.field === 'status' && speaksAgainstStatus(table, index))
			ignored.set(index, 'not-status-words');
		else if (match.field === 'name' && isHalfAName(table, index)) ignored.set(index, 'last-name');
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
		}),
		suggestions: suggestColumns(table, mapping, claimedColumns(ignored))
	};
}

/** The canonical name first, then the order of aliases, then headers without decoration, then position (spec M4). */
function byStrength(one: Claim, other: Claim): number {
	return one.rank - other.rank || Number(one.decorated) - Number(other.decorated) || one.index - other.index;
}

/** Columns that are left out for what they are, not only for want of a name. */
function claimedColumns(ignored: ReadonlyMap<number, IgnoredReason>): Set<number> {
	return new Set([...ignored].flatMap(([index, reason]) => (reason === 'unknown-name' ? [] : [index])));
}

/** Whether a column called `Name` holds last names: the first ones stand beside it and not in it (spec M8). */
function isHalfAName(table: CsvTable, column: number): boolean {
	const pair = table.joined.find((joined) => isLastName(table.header, column, joined));
	if (pair === undefined) return false;
	const [first] = pair.columns;
	let whole = 0;
	let half = 0;
	const { length } = table.rows;
	const looked = Math.min(length, maxSample);
	for (let i = 0; i < looked; i++) {
		const row = Math.floor((i * length) / looked);
		const [part, text] = [trimText(table.rows.cell(row, first)), table.rows.cell(row, column)];
		if (part === '' || trimText(text) === '') continue;
		if (text.includes(part)) whole++;
		else half++;
	}
	return half > whole;
}
