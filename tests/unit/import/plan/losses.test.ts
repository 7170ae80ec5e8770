import { expect, test } from 'vitest';
import { lossOf } from '../../../../src/lib/import/plan/losses.ts';

test.each([
	[{ field: 'name', from: 'A', to: null }, 'namesRemoved'],
	[{ field: 'notes', from: 'A', to: null }, 'notesRemoved'],
	[{ field: 'creditLimit', from: '1.00', to: null }, 'creditLimitsRemoved'],
	[{ field: 'status', from: 'BLOCKED', to: 'ACTIVE' }, 'customersUnblocked']
] as const)('W1 %o is a loss', (change, loss) => {
	expect(lossOf(change)).toBe(loss);
});

test.each([
	[{ field: 'status', from: 'ACTIVE', to: 'BLOCKED' }],
	[{ field: 'creditLimit', from: '5.00', to: '0.00' }],
	[{ field: 'name', from: null, to: 'A' }]
] as const)('W1 %o is none', (change) => {
	expect(lossOf(change)).toBeNull();
});
