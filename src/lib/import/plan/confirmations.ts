import { toCents } from '../../customer/credit-limit.ts';
import type { Money } from '../../customer/customer.ts';
import { changeBit } from './diff-column.ts';
import { type ImportPlan, rowKind } from '../plan.ts';

/** Why an import asks for a deliberate confirmation (spec W9). */
export type Confirmation =
	/** More than a fifth of the customers change, and more than 20 of them. */
	| { code: 'MANY_CHANGES'; updates: number; customers: number }
	/** More than 10 customers get blocked or unblocked: so many of them get blocked. */
	| { code: 'MANY_BLOCKED'; rows: number }
	/** More than 10 customers get blocked or unblocked: so many of them get unblocked. */
	| { code: 'MANY_UNBLOCKED'; rows: number }
	/**
	 * Credit limits grow or shrink tenfold or more; the first one is told. Any amount is more than tenfold of 0.
	 * No limit is no amount: limits that are removed are counted as losses, and those that are new take nothing away.
	 */
	| { code: 'TENFOLD_LIMIT'; rows: number; example: { row: number; from: Money; to: Money } };

const maxShare = 5;
const maxUpdates = 20;
const maxStatusChanges = 10;
const tenfold = 10n;

/**
 * What about a plan is of unusual size (spec W9).
 *
 * @param customers how many customers the company has
 */
export function findConfirmations(plan: ImportPlan, customers: number): Confirmation[] {
	const { kinds, changes, counts, losses } = plan;
	const confirmations: Confirmation[] = [];
	if (counts.update > maxUpdates && counts.update * maxShare > customers) {
		confirmations.push({ code: 'MANY_CHANGES', updates: counts.update, customers });
	}
	const [status, creditLimit] = [changeBit('status'), changeBit('creditLimit')];
	const unblocked = losses.customersUnblocked;
	let statusChanges = 0;
	let limits = 0;
	let example: { row: number; from: Money; to: Money } | undefined;
	for (let index = 0; index < kinds.length; index++) {
		const bits = changes[index] ?? 0;
		if (kinds[index] !== rowKind.update || (bits & (status | creditLimit)) === 0) continue;
		if ((bits & status) !== 0) statusChanges++;
		if ((bits & creditLimit) === 0) continue;
		const { from, to } = plan.change(index, 'creditLimit');
		if (from === null || to === null || !isTenfold(from, to)) continue;
		limits++;
		example ??= { row: plan.rowNumbers[index] ?? 0, from, to };
	}
	if (statusChanges > maxStatusChanges) {
		const blocked = statusChanges - unblocked;
		if (blocked > 0) confirmations.push({ code: 'MANY_BLOCKED', rows: blocked });
		if (unblocked > 0) confirmations.push({ code: 'MANY_UNBLOCKED', rows: unblocked });
	}
	if (example) confirmations.push({ code: 'TENFOLD_LIMIT', rows: limits, example });
	return confirmations;
}

function isTenfold(from: Money, to: Money): boolean {
	const [one, other] = [toCents(from), toCents(to)];
	return one * tenfold <= other || other * tenfold <= one;
}
