import { isDeepStrictEqual } from 'node:util';
import { type Customer, fieldNames } from '../../../src/lib/customer/customer.ts';
import type { ApplyRequest } from '../../../src/lib/import/apply.ts';
import type { Change } from '../../../src/lib/import/plan.ts';
import type { KeepReason, UndoCounts, UndoOutcome } from '../../../src/lib/import/undo.ts';
import type { Deed } from './colleague.ts';
import { bookOf, type CustomerBook, planFor } from './replay.ts';

/**
 * Names a state of a customer: the id of the import that wrote it, or a name that nothing else has (spec H2). Its five
 * fields may come to be the same again; the state does not.
 */
export type Version = string | symbol;

/** What is so of a customer besides its five fields. */
export interface CustomerState {
	id: string;
	version: Version;
	hasPassword: boolean;
}

/** What an import did to one customer, and whether it is taken back. */
interface ModelChange {
	row: number;
	customerId: string;
	/** Null where it created the customer. */
	before: { customer: Customer; version: Version } | null;
	after: Customer;
	isUndone: boolean;
}

interface ModelImport {
	fileName: string;
	appliedAt: string;
	/** By row. */
	changes: ModelChange[];
}

/**
 * A company as it must be after all that happened to it, kept without the product's database and without its undo:
 * its customers, which state each is in, and what its imports did.
 */
export interface CompanyModel {
	/** By address. */
	customers: CustomerBook;
	/** By address. */
	states: Map<string, CustomerState>;
	imports: Map<string, ModelImport>;
}

/** What only the record knows of an import: its time, and the ids that its new customers got. */
export interface ImportRecord {
	appliedAt: string;
	/** By row. */
	customerIds: ReadonlyMap<number, string>;
}

/** A company without customers. */
export function emptyModel(): CompanyModel {
	return { customers: new Map(), states: new Map(), imports: new Map() };
}

/** The customers are others from here on; the imports are what they were. */
export function replaceIn(model: CompanyModel, customers: readonly Customer[], ids: readonly string[]): void {
	model.customers = bookOf(customers);
	model.states = new Map(customers.map(({ email }, i) => [email, newState(ids[i] ?? '')]));
}

/** Does what somebody did past the application. */
export function editIn({ customers, states }: CompanyModel, deeds: readonly Deed[]): void {
	for (const deed of deeds) {
		if (deed.kind === 'create') {
			customers.set(deed.customer.email, deed.customer);
			states.set(deed.customer.email, newState(deed.id));
		}
		if (!('email' in deed)) continue;
		const customer = customers.get(deed.email);
		const state = states.get(deed.email);
		if (customer === undefined || state === undefined) continue;
		if (deed.kind === 'password set') state.hasPassword = true;
		if (deed.kind === 'edit') {
			const edited = { ...customer, ...deed.changes };
			if (!isDeepStrictEqual(edited, customer)) state.version = Symbol('edited');
			customers.set(deed.email, edited);
		}
		if (deed.kind === 'delete') {
			customers.delete(deed.email);
			states.delete(deed.email);
		}
	}
}

/** Imports as the core plans it; answers whether that is what its sender saw in the preview. */
export function importInto(
	{ customers, states, imports }: CompanyModel,
	request: ApplyRequest,
	{ appliedAt, customerIds }: ImportRecord
) {
	const { plan, isAsPreviewed } = planFor(request, customers);
	const version = request.importId;
	const changes: ModelChange[] = [];
	for (const outcome of plan.outcomes) {
		if (outcome.kind !== 'create' && outcome.kind !== 'update') continue;
		const { row } = outcome;
		const after = outcome.kind === 'create' ? outcome.customer : outcome.after;
		const found = states.get(after.email);
		const customerId = found?.id ?? customerIds.get(row) ?? '';
		const before =
			outcome.kind === 'update' && found ? { customer: outcome.before, version: found.version } : null;
		changes.push({ row, customerId, before, after, isUndone: false });
		customers.set(after.email, after);
		states.set(after.email, { id: customerId, version, hasPassword: found?.hasPassword ?? false });
	}
	imports.set(version, { fileName: request.file.name, appliedAt, changes });
	return { counts: plan.counts, changes, isAsPreviewed };
}

/** What undoing an import does to each of its customers now, by row, as spec H2 says. */
export function undoOutcomesIn(model: CompanyModel, importId: string): UndoOutcome[] {
	const changes = model.imports.get(importId)?.changes ?? [];
	return changes
		.filter(({ isUndone }) => !isUndone)
		.map(({ row, customerId, before, after }) => {
			const state = model.states.get(after.email);
			const now = model.customers.get(after.email);
			if (state?.id !== customerId || now === undefined) {
				const reason: KeepReason = { code: 'CUSTOMER_GONE' };
				return { kind: 'keep', row, customerId, now: null, imported: after, reason };
			}
			const reason = reasonToKeep(model, importId, state, before === null);
			if (reason !== null) return { kind: 'keep', row, customerId, now, imported: after, reason };
			if (before === null) return { kind: 'remove', row, customerId, now };
			const then = before.customer;
			return { kind: 'restore', row, customerId, now, then, changes: differences(now, then) };
		});
}

/** Takes an import back as far as it can be; answers how far, and which rows. */
export function undoIn(
	model: CompanyModel,
	importId: string
): { counts: UndoCounts; rows: number[]; outcomes: UndoOutcome[] } {
	const outcomes = undoOutcomesIn(model, importId);
	const byRow = new Map(model.imports.get(importId)?.changes.map((change) => [change.row, change]));
	const counts: UndoCounts = { restore: 0, remove: 0, keep: 0 };
	const rows: number[] = [];
	for (const { kind, row } of outcomes) {
		counts[kind]++;
		const change = byRow.get(row);
		if (kind === 'keep' || change === undefined) continue;
		rows.push(row);
		change.isUndone = true;
		const { email } = change.after;
		if (change.before === null) {
			model.customers.delete(email);
			model.states.delete(email);
		} else {
			model.customers.set(email, change.before.customer);
			const state = model.states.get(email);
			// The state of before the import is there again, under its name.
			if (state) state.version = change.before.version;
		}
	}
	return { counts, rows, outcomes };
}

/** Why a customer that is still there stays as it is; null where nothing stands against its undo. */
function reasonToKeep(
	model: CompanyModel,
	importId: string,
	{ version, hasPassword }: CustomerState,
	isCreated: boolean
): KeepReason | null {
	if (isCreated && hasPassword) return { code: 'PASSWORD_SET' };
	if (version === importId) return null;
	const later = typeof version === 'string' ? model.imports.get(version) : undefined;
	if (later === undefined || typeof version !== 'string') return { code: 'EDITED' };
	return { code: 'LATER_IMPORT', importId: version, fileName: later.fileName, appliedAt: later.appliedAt };
}

function differences(now: Customer, then: Customer): Change[] {
	return fieldNames
		.filter((field) => now[field] !== then[field])
		.map((field) => ({ field, from: now[field], to: then[field] }));
}

function newState(id: string): CustomerState {
	return { id, version: Symbol('new'), hasPassword: false };
}
