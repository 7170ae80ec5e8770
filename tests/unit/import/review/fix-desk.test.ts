import { describe, expect, test } from 'vitest';
import type { Desk } from '../../../../src/lib/import/fixes/desk.ts';
import type { FixRequest } from '../../../../src/lib/import/fix.ts';
import { cellText } from '../../../../src/lib/import/table.ts';
import { summarizeFixes } from '../../../../src/lib/import/fixes/summarize-fixes.ts';
import { customer, deskOf, fixed, reviewOf } from '../../../support/core.ts';
import { checkedValues } from '../../../support/checked-values.ts';

function after(desk: Desk, ...requests: FixRequest[]): Desk {
	return requests.reduce(fixed, desk);
}

function issuesOf(desk: Desk): [number, string][] {
	return reviewOf(desk).plan.issues.map(({ row, code }) => [row, code]);
}

const file = 'email,name,credit\nbroken,Ann,1\na@x.co,Ben,"$1,250.00"\nA@X.co,Cem,"$2,500"\n';

describe('W4 a cell is edited in place', () => {
	test('and its row is judged again', () => {
		const desk = after(deskOf(file), { kind: 'edit', row: 2, field: 'email', text: 'ann@x.co' });
		expect(issuesOf(desk)).not.toContainEqual([2, 'EMAIL_INVALID']);
		expect(cellText(desk.table, 0, 0)).toBe('ann@x.co');
		expect(cellText(desk.source, 0, 0)).toBe('broken');
	});

	test('and the rows that depend on it are judged again too: duplicates come and go', () => {
		expect(issuesOf(deskOf(file))).toContainEqual([3, 'EMAIL_DUPLICATE']);
		const apart = after(deskOf(file), { kind: 'edit', row: 4, field: 'email', text: 'cem@x.co' });
		expect(issuesOf(apart).filter(([, code]) => code === 'EMAIL_DUPLICATE')).toEqual([]);
		const again = after(apart, { kind: 'edit', row: 2, field: 'email', text: 'CEM@x.co' });
		expect(issuesOf(again).filter(([, code]) => code === 'EMAIL_DUPLICATE')).toEqual([
			[2, 'EMAIL_DUPLICATE'],
			[4, 'EMAIL_DUPLICATE']
		]);
	});

	test('nothing happens where the text stands there already, the row is not there, or the field is not mapped', () => {
		const desk = deskOf(file);
		for (const request of [
			{ kind: 'edit', row: 2, field: 'name', text: 'Ann' },
			{ kind: 'edit', row: 99, field: 'name', text: 'Zoe' },
			{ kind: 'edit', row: 2, field: 'notes', text: 'Hello' }
		] as const) {
			expect(fixed(desk, request)).toBe(desk);
		}
	});

	test('a missing cell is filled in, and the warning about missing cells goes', () => {
		const short = deskOf('email,name,credit\na@x.co\n');
		expect(short.table.shortRows).toBe(1);
		const desk = after(short, { kind: 'edit', row: 2, field: 'creditLimit', text: '5' });
		expect(desk.table.rows.row(0)).toEqual(['a@x.co', '', '5']);
		expect(desk.table.shortRows).toBe(0);
	});

	test('a row in which nothing is left is a blank row (P4)', () => {
		const desk = after(deskOf('email\na@x.co\nb@x.co\n'), {
			kind: 'edit',
			row: 2,
			field: 'email',
			text: ''
		});
		expect(reviewOf(desk).plan.outcomes.map(({ row }) => row)).toEqual([3]);
	});
});

describe('W4 problems of the whole row are fixed in place', () => {
	test('P6 cells beyond the header are emptied', () => {
		const wide = deskOf('email,name\na@x.co,Ann,Foods\n');
		expect(issuesOf(wide)).toEqual([[2, 'ROW_WIDTH']]);
		expect(issuesOf(after(wide, { kind: 'edit-cell', row: 2, column: 2, text: '' }))).toEqual([]);
	});

	test('P6, M8 also where names stand in two columns that can be joined', () => {
		const wide = deskOf('email,first name,last name\na@x.co,Ann,Lee,Ann Lee\n');
		const desk = after(wide, { kind: 'edit-cell', row: 2, column: 3, text: '' });
		expect(issuesOf(desk)).toEqual([]);
		expect(fixed(wide, { kind: 'edit-cell', row: 2, column: 3, text: 'Ann Lee' })).toBe(wide);
	});

	test('P5 a cell with an open quote is written again, even with the same text', () => {
		const open = deskOf('email,name\na@x.co,"Ann "the Boss\n');
		expect(issuesOf(open)).toEqual([[2, 'QUOTE_OPEN']]);
		for (const text of ['"Ann "the Boss', 'Ann']) {
			const desk = after(open, { kind: 'edit', row: 2, field: 'name', text });
			expect(issuesOf(desk)).toEqual([]);
			expect(reviewOf(desk).plan.outcomes[0]).toMatchObject({ customer: { name: text } });
		}
	});
});

describe('W4 suggested fixes', () => {
	test('one row', () => {
		const desk = after(deskOf(file), { kind: 'accept', row: 3, field: 'creditLimit' });
		expect(cellText(desk.table, 1, 2)).toBe('1250.00');
		expect(cellText(desk.table, 2, 2)).toBe('$2,500');
	});

	test('all alike, as one fix', () => {
		const desk = after(deskOf(file), { kind: 'accept-alike', field: 'creditLimit', reason: 'amount' });
		expect(issuesOf(desk).filter(([, code]) => code.startsWith('CREDIT'))).toEqual([]);
		expect(summarizeFixes(desk)).toMatchObject([
			{ kind: 'cells', reason: 'amount', column: 'Credit limit', count: 2 }
		]);
	});

	test('no suggestion, no fix', () => {
		const desk = deskOf(file);
		expect(fixed(desk, { kind: 'accept', row: 2, field: 'email' })).toBe(desk);
	});
});

test('V3 a status word is read as BLOCKED in all its rows, however it is written', () => {
	const words = deskOf('email,status\na@x.co,Dormant\nb@x.co, dormant \nc@x.co,active\n');
	const desk = after(words, { kind: 'block-word', word: 'DORMANT' });
	expect(
		reviewOf(desk).plan.outcomes.map((outcome) => outcome.kind === 'create' && outcome.customer.status)
	).toEqual(['BLOCKED', 'BLOCKED', 'ACTIVE']);
	expect(summarizeFixes(desk)).toMatchObject([{ reason: 'status-word', column: 'Status', count: 2 }]);
});

describe('W4 rows are left out', () => {
	test('one by one, and are not duplicates of others any more', () => {
		const desk = after(deskOf(file), { kind: 'set-aside', rows: [4] });
		expect(issuesOf(desk).map(([row]) => row)).not.toContain(4);
		expect(issuesOf(desk).map(([, code]) => code)).not.toContain('EMAIL_DUPLICATE');
	});

	test('all that have issues at once, with what was wrong', () => {
		const desk = after(deskOf(file), { kind: 'set-aside-issues' });
		expect(reviewOf(desk).plan.outcomes).toEqual([]);
		expect(desk.folded.aside.get(0)).toEqual([{ row: 2, field: 'email', code: 'EMAIL_INVALID' }]);
	});

	test('a row that is left out already, or is not there, is not left out again', () => {
		const desk = after(deskOf(file), { kind: 'set-aside', rows: [4] });
		expect(fixed(desk, { kind: 'set-aside', rows: [4, 99] })).toBe(desk);
	});
});

describe('W4 every fix can be taken back', () => {
	const edits: FixRequest[] = [
		{ kind: 'edit', row: 2, field: 'name', text: 'Anna' },
		{ kind: 'edit', row: 2, field: 'name', text: 'Annika' },
		{ kind: 'accept-alike', field: 'creditLimit', reason: 'amount' },
		{ kind: 'set-aside', rows: [2, 4] }
	];
	const desk = after(deskOf(file), ...edits);

	test('the last one of a cell wins, and without it the one before holds again', () => {
		expect(cellText(desk.table, 0, 1)).toBe('Annika');
		expect(cellText(after(desk, { kind: 'undo', id: 2 }).table, 0, 1)).toBe('Anna');
		expect(cellText(after(desk, { kind: 'undo', id: 1 }).table, 0, 1)).toBe('Annika');
	});

	test('in one row of several', () => {
		const one = after(desk, { kind: 'undo', id: 3, row: 3 });
		expect(cellText(one.table, 1, 2)).toBe('$1,250.00');
		expect(cellText(one.table, 2, 2)).toBe('2500');
		const aside = after(desk, { kind: 'undo', id: 4, row: 2 });
		expect([...aside.folded.aside.keys()]).toEqual([2]);
	});

	test('all at once, and the file is as it was read', () => {
		const none = after(desk, { kind: 'undo-all' });
		expect(none.table).toBe(none.source);
		expect(checkedValues(none.columns)).toEqual(checkedValues(deskOf(file).columns));
		expect(summarizeFixes(none)).toEqual([]);
	});

	test('an id is never given twice', () => {
		const again = after(desk, { kind: 'undo', id: 4 }, { kind: 'set-aside', rows: [3] });
		expect(again.fixes.map(({ id }) => id)).toEqual([1, 2, 3, 5]);
	});

	test('what is not there cannot be taken back', () => {
		expect(fixed(desk, { kind: 'undo', id: 99 })).toBe(desk);
		expect(fixed(deskOf(file), { kind: 'undo-all' })).toMatchObject({ fixes: [] });
	});
});

test('S1 an edit of the address is matched against the customers anew', () => {
	const desk = after(deskOf('email,name\nan@x.co,Ann\n'), {
		kind: 'edit',
		row: 2,
		field: 'email',
		text: 'ann@x.co'
	});
	expect(reviewOf(desk, [customer('ann@x.co', { name: 'Ann' })]).plan.counts.unchanged).toBe(1);
});
