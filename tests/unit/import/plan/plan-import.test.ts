import { describe, expect, test } from 'vitest';
import { checkSubmittedRows } from '../../../../src/lib/import/check/check-rows.ts';
import { clearEmptyCells } from '../../../../src/lib/import/mapping.ts';
import { planImport } from '../../../../src/lib/import/plan/plan-import.ts';
import { customer, planOf } from '../../../support/core.ts';

const ann = customer('ann@x.co', { name: 'Ann', status: 'BLOCKED', notes: 'a\nb', creditLimit: '100.00' });

describe('S1 upsert by email', () => {
	test('not found is created, found and equal is unchanged, found and different is updated', () => {
		const plan = planOf('email,name\nnew@x.co,New\nANN@x.co,Ann\nbob@x.co,Bobby', [
			ann,
			customer('bob@x.co', { name: 'Bob' })
		]);
		expect(plan.outcomes).toEqual([
			{ kind: 'create', row: 2, customer: customer('new@x.co', { name: 'New' }) },
			{ kind: 'unchanged', row: 3, customer: ann },
			{
				kind: 'update',
				row: 4,
				before: customer('bob@x.co', { name: 'Bob' }),
				after: customer('bob@x.co', { name: 'Bobby' }),
				changes: [{ field: 'name', from: 'Bob', to: 'Bobby' }]
			}
		]);
		expect(plan.counts).toEqual({ create: 1, update: 1, unchanged: 1, issue: 0 });
	});

	test('S4 customers that are not in the file are left alone', () => {
		expect(planOf('email\nann@x.co', [ann, customer('zoe@x.co')]).outcomes).toHaveLength(1);
	});
});

describe('S2 a column that is not mapped', () => {
	test('is left untouched on update', () => {
		const [outcome] = planOf('email,credit limit\nann@x.co,5', [ann]).outcomes;
		expect(outcome).toMatchObject({
			after: { ...ann, creditLimit: '5.00' },
			changes: [{ field: 'creditLimit' }]
		});
	});
	test('takes its default on create', () => {
		expect(planOf('email\nnew@x.co').outcomes).toEqual([
			{ kind: 'create', row: 2, customer: customer('new@x.co') }
		]);
	});
});

describe('S3 a mapped but empty cell', () => {
	const file = 'email,name,status,notes,creditLimit\nann@x.co,,,,';
	test('clears the field, and what is lost is counted apart', () => {
		const plan = planOf(file, [ann]);
		expect(plan.outcomes[0]).toMatchObject({ kind: 'update', after: customer('ann@x.co') });
		expect(plan.losses).toEqual({
			namesRemoved: 1,
			notesRemoved: 1,
			creditLimitsRemoved: 1,
			customersUnblocked: 1
		});
	});
	test('leaves it as it is where the switch says so, field by field', () => {
		const plan = planOf(file, [ann], { name: 'keep', status: 'keep', creditLimit: 'keep' });
		expect(plan.outcomes[0]).toMatchObject({ after: { ...ann, notes: null } });
		expect(plan.losses).toEqual({
			namesRemoved: 0,
			notesRemoved: 1,
			creditLimitsRemoved: 0,
			customersUnblocked: 0
		});
	});
	test('is the default on create, whatever the switch says', () => {
		const plan = planOf('email,name,status\nnew@x.co,,', [], { name: 'keep', status: 'keep' });
		expect(plan.outcomes).toEqual([{ kind: 'create', row: 2, customer: customer('new@x.co') }]);
	});
	test('a missing cell is an empty cell (P6)', () => {
		expect(planOf('email,name\nann@x.co', [ann]).losses.namesRemoved).toBe(1);
	});
});

describe('S5 equality is by meaning', () => {
	test.each([
		['100 is 100.00', 'email,creditLimit\nann@x.co,100'],
		['CRLF is LF, and trimmed', 'email,notes\nann@x.co," a\r\nb "'],
		['a status word is the status', 'email,status\nann@x.co,Suspended']
	])('%s', (_, file) => {
		expect(planOf(file, [ann]).counts.unchanged).toBe(1);
	});
	test('null is empty', () => {
		expect(planOf('email,name,creditLimit\nbob@x.co, ,', [customer('bob@x.co')]).counts.unchanged).toBe(1);
	});
	test('stored values need not be in the form that an import stores', () => {
		const stored = customer('bob@x.co', { name: ' Bob ', notes: 'a\r\nb', creditLimit: '100' });
		expect(planOf('email,name,notes,limit\nbob@x.co,Bob,"a\nb",100.00', [stored]).counts.unchanged).toBe(1);
	});
	test('zero is not "no limit"', () => {
		expect(planOf('email,limit\nbob@x.co,0', [customer('bob@x.co')]).counts.update).toBe(1);
	});
});

describe('V6 duplicates', () => {
	test('every copy names another row, whether or not the rows have other issues', () => {
		const plan = planOf('email,limit\na@x.co,1\nA@X.CO ,x\nb@x.co,1\na@x.co,1');
		expect(plan.issues).toEqual([
			{ row: 2, field: 'email', code: 'EMAIL_DUPLICATE', otherRow: 3, copies: 3 },
			{ row: 3, field: 'email', code: 'EMAIL_DUPLICATE', otherRow: 2, copies: 3 },
			{ row: 3, field: 'creditLimit', code: 'CREDIT_NOT_NUMBER' },
			{ row: 5, field: 'email', code: 'EMAIL_DUPLICATE', otherRow: 2, copies: 3 }
		]);
		expect(plan.counts).toEqual({ create: 1, update: 0, unchanged: 0, issue: 3 });
	});
	test('missing and invalid addresses are no duplicates', () => {
		expect(planOf('email,name\nn/a,a\nn/a,b\n,c\n,d').issues.map(({ code }) => code)).toEqual([
			'EMAIL_INVALID',
			'EMAIL_INVALID',
			'EMAIL_MISSING',
			'EMAIL_MISSING'
		]);
	});
});

describe('issues', () => {
	test('P5 an open quote is one issue on its row, and the other rows are planned', () => {
		const plan = planOf('email,name,limit\na@x.co,"Ann,x\nb@x.co,Bob,1\nc@x.co,Cy,2');
		expect(plan.issues).toEqual([{ row: 2, field: null, code: 'QUOTE_OPEN' }]);
		expect(plan.counts.create).toBe(2);
	});
	test('P6 a row with too many cells is an issue next to its others', () => {
		expect(planOf('email,limit\na@x.co,x,y').issues).toEqual([
			{ row: 2, field: null, code: 'ROW_WIDTH', cells: 3, expected: 2 },
			{ row: 2, field: 'creditLimit', code: 'CREDIT_NOT_NUMBER' }
		]);
	});
	test('P7 rows are spreadsheet rows', () => {
		expect(planOf('email,notes\n\nx,"1\n2"\n\ny,z').issues.map(({ row }) => row)).toEqual([3, 5]);
	});
	test('W1 a row with an issue is neither create nor update nor unchanged, and loses nothing', () => {
		const plan = planOf('email,notes,limit\nann@x.co,,x', [ann]);
		expect(plan.counts).toEqual({ create: 0, update: 0, unchanged: 0, issue: 1 });
		expect(plan.losses.notesRemoved).toBe(0);
	});
});

describe('V7 escaped cells', () => {
	test('lose exactly one apostrophe in a file', () => {
		expect(planOf("email,name,notes\n'+a@x.co,'=1+1,''@x").outcomes).toEqual([
			{ kind: 'create', row: 2, customer: customer('+a@x.co', { name: '=1+1', notes: "'@x" }) }
		]);
		expect(planOf("email,name\no@x.co,'tis").outcomes).toMatchObject([{ customer: { name: "'tis" } }]);
	});
	test('and none where stored values are submitted', () => {
		const rows = checkSubmittedRows([2], { email: ['a@x.co'], name: ["'=1"] });
		expect(planImport(rows, new Map(), { emptyCells: clearEmptyCells }).outcomes).toMatchObject([
			{ customer: { name: "'=1" } }
		]);
	});
});

test('an email column is needed to plan', () => {
	expect(() =>
		planImport(checkSubmittedRows([2], { name: ['x'] }), new Map(), { emptyCells: clearEmptyCells })
	).toThrow(/email/);
});
