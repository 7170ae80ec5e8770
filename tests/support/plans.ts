import pg from 'pg';

/** A statement with how the database carried it out. */
export interface CarriedOut {
	statement: string;
	plan: PlanNode;
}

/** A step of a plan, with what it did. */
export interface PlanNode {
	'Node Type': string;
	'Relation Name'?: string;
	'Index Name'?: string;
	'Actual Rows': number;
	'Actual Loops': number;
	'Rows Removed by Filter'?: number;
	'Rows Removed by Join Filter'?: number;
	'Rows Removed by Index Recheck'?: number;
	Plans?: PlanNode[];
}

/**
 * A database's address, whose connections have every statement's plan told, those inside of functions and triggers too.
 * Needs PostgreSQL and a superuser.
 */
export function addressWithPlans(address: string): string {
	const url = new URL(address);
	const settings = {
		session_preload_libraries: 'auto_explain',
		client_min_messages: 'log',
		'auto_explain.log_min_duration': '0',
		'auto_explain.log_analyze': 'on',
		'auto_explain.log_timing': 'off',
		'auto_explain.log_format': 'json',
		'auto_explain.log_nested_statements': 'on'
	};
	const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
	url.searchParams.set('options', options.join(' '));
	return url.href;
}

/**
 * Does something, and tells how the database carried its statements out: those that the application itself sent, with
 * its values, role and settings, and those of its triggers and functions. Connections must come of `addressWithPlans` and be opened after the first call.
 */
export async function plansOf(work: () => Promise<unknown>): Promise<CarriedOut[]> {
	listen();
	const first = told.length;
	await work();
	return told
		.slice(first)
		.map(readPlan)
		.filter(({ statement }) => !statement.startsWith(foreignKeyCheck));
}

/** Every step of a plan. */
export function nodesOf(plan: PlanNode): PlanNode[] {
	return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** How many rows a step has looked at, whether it kept them or not. */
export function rowsSeen(node: PlanNode): number {
	const kept = node['Actual Rows'];
	const removed =
		(node['Rows Removed by Filter'] ?? 0) +
		(node['Rows Removed by Join Filter'] ?? 0) +
		(node['Rows Removed by Index Recheck'] ?? 0);
	return (kept + removed) * node['Actual Loops'];
}

/** What the database asks itself for each row of a table that refers to another. */
const foreignKeyCheck = 'SELECT 1 FROM ONLY ';

const told: string[] = [];
let isListening = false;

/** The driver's connections drop what the database tells beside its answers; from now on it is kept. */
function listen(): void {
	if (isListening) return;
	isListening = true;
	const { emit } = pg.Client.prototype;
	pg.Client.prototype.emit = function (
		this: pg.Client,
		event: string | symbol,
		...values: unknown[]
	): boolean {
		if (event === 'notice') told.push(String((values[0] as { message?: string }).message));
		return emit.call(this, event, ...values);
	};
}

function readPlan(message: string): CarriedOut {
	const json = message.slice(message.indexOf('{'));
	const { 'Query Text': statement, Plan: plan } = JSON.parse(json) as {
		'Query Text': string;
		Plan: PlanNode;
	};
	return { statement: statement.replace(/\s+/g, ' ').trim(), plan };
}
