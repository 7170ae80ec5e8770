import type { Customer } from '../../customer/customer.ts';
import type { Change } from '../plan.ts';
import type { KeepReason, RecordedChange, UndoOutcome, UndoPlan, UndoProblem } from '../undo.ts';

/** A customer as it is now, as far as an undo goes by it. */
export interface CustomerNow {
	customer: Customer;
	/** Names the state of its fields: the id of the import that wrote them, or one that nothing else has. */
	version: string;
	/** Whether it can sign in to the storefront. */
	hasPassword: boolean;
}

/** An import by which a customer's version may be named. */
export interface NamedImport {
	fileName: string;
	/** ISO 8601 in UTC. */
	appliedAt: string;
}

/** Everything that an undo is decided by. */
export interface UndoFacts {
	importId: string;
	/** What the import did, by row, or any piece of it: each change is decided by itself. Those that are undone are passed over. */
	changes: readonly RecordedChange[];
	/** By id; others than those of the changes do no harm. */
	customers: ReadonlyMap<string, CustomerNow>;
	/** Imports of the company, by id, of which a version may be. */
	imports: ReadonlyMap<string, NamedImport>;
}

/**
 * Plans an undo (spec H2). Preview and undo are this function, so what is shown is what is written. A change is taken
 * back where the customer's version is still the import's, that is where nothing touched its fields since; undoing a
 * later import first brings that version back.
 *
 * @throws Error for an update without its before-image, of an import that is too old to be undone
 */
export function planUndo({ importId, changes, customers, imports }: UndoFacts): UndoPlan {
	const plan: UndoPlan = { outcomes: [], counts: { restore: 0, remove: 0, keep: 0 } };
	for (const change of changes) {
		if (change.isUndone) continue;
		const outcome = decide(importId, change, customers.get(change.customerId), imports);
		plan.outcomes.push(outcome);
		plan.counts[outcome.kind]++;
	}
	return plan;
}

/** Why an undo of this plan would do nothing at all; null where there is something to do. */
export function undoObstacle({ outcomes, counts }: UndoPlan): UndoProblem | null {
	if (outcomes.length === 0) return { code: 'ALREADY_UNDONE' };
	if (counts.restore + counts.remove === 0) return { code: 'NOTHING_TO_UNDO', kept: counts.keep };
	return null;
}

function decide(
	importId: string,
	change: RecordedChange,
	now: CustomerNow | undefined,
	imports: UndoFacts['imports']
): UndoOutcome {
	const { row, customerId, after } = change;
	if (now === undefined) {
		return { kind: 'keep', row, customerId, now: null, imported: after, reason: { code: 'CUSTOMER_GONE' } };
	}
	const reason = keepReason(importId, change, now, imports);
	if (reason !== null) return { kind: 'keep', row, customerId, now: now.customer, imported: after, reason };
	return change.kind === 'create'
		? { kind: 'remove', row, customerId, now: now.customer }
		: restored(change, now.customer);
}

/**
 * Why a customer that is there stays as it is, or null. A password comes first: who has one stays, whatever is undone
 * before. The values of an update go back even so: whether somebody can sign in is not what they are about.
 */
function keepReason(
	importId: string,
	{ kind }: RecordedChange,
	now: CustomerNow,
	imports: UndoFacts['imports']
): KeepReason | null {
	if (kind === 'create' && now.hasPassword) return { code: 'PASSWORD_SET' };
	if (now.version === importId) return null;
	const later = imports.get(now.version);
	return later === undefined ? { code: 'EDITED' } : { code: 'LATER_IMPORT', importId: now.version, ...later };
}

function restored(
	{ row, customerId, before: then, fields }: Extract<RecordedChange, { kind: 'update' }>,
	now: Customer
): UndoOutcome {
	if (then === null) throw new Error('An update without its before-image cannot be undone.');
	const changes = fields.map((field): Change => ({ field, from: now[field], to: then[field] }));
	return { kind: 'restore', row, customerId, now, then, changes };
}
