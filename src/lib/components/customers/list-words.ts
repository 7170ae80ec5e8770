import { type Plan, type PlanUsage, plans } from '../../customer/plan-limit.ts';
import type { ListQuery, ListTotal } from '../../customer/list-query.ts';

const number = new Intl.NumberFormat('en-US');

/** A number of customers in words: "1 customer", "1,204 customers". */
export function customerCount(count: number): string {
	return `${number.format(count)} ${count === 1 ? 'customer' : 'customers'}`;
}

/** How many customers a list has: "1,204 customers", "More than 5,000 customers". */
export function totalSentence({ count, isMore }: ListTotal): string {
	return `${isMore ? 'More than ' : ''}${customerCount(count)}`;
}

/** How many of a company's customers a list has: "12 of 1,204 customers". */
export function foundSentence({ count, isMore }: ListTotal, present: number): string {
	return `${isMore ? 'More than ' : ''}${number.format(count)} of ${customerCount(present)}`;
}

/** How many customers the company has and how many its plan still has room for. */
export function usageSentence(usage: PlanUsage & { plan: Plan }): string {
	const plan = `${plans[usage.plan].label} plan`;
	const present = customerCount(usage.present);
	if (usage.allowed === null) return `${present} · unlimited on the ${plan}`;
	const room = usage.allowed - usage.present;
	if (room < 0)
		return `${present} · ${number.format(-room)} over the ${number.format(usage.allowed)} of the ${plan}`;
	return `${present} · ${number.format(room)} of ${number.format(usage.allowed)} left on the ${plan}`;
}

/** Why a filtered list is empty, in the words of the filter. */
export function noMatchSentence(list: Pick<ListQuery, 'query' | 'status'>): string {
	const matching = list.query === '' ? 'No customer' : `No customer matches “${list.query}”`;
	if (list.status === null) return matching;
	const status = list.status === 'BLOCKED' ? 'blocked' : 'active';
	return list.query === '' ? `No customer is ${status}` : `${matching} and is ${status}`;
}
