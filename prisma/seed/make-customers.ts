import type { Customer, Money } from '../../src/lib/customer/customer.ts';
import { createRandom, type Random } from './random.ts';
import { cities, firstNames, kinds, lastNames, mailboxes, notes, places } from './words.ts';

/**
 * Believable customers, every one with an address of its own; the same ones for the same start.
 *
 * @param taken addresses that must not come up
 */
export function makeCustomers(
	count: number,
	start: number,
	taken: ReadonlySet<string> = new Set()
): Customer[] {
	const random = createRandom(start);
	const customers = new Map<string, Customer>();
	while (customers.size < count) {
		const customer = makeCustomer(random);
		if (!taken.has(customer.email) && !customers.has(customer.email)) customers.set(customer.email, customer);
	}
	return [...customers.values()];
}

/**
 * Believable customers of a list of any length, from number `from` on; the same ones for the same start, however the
 * list is cut. The number stands in the address, since the words do not make a million different ones.
 */
export function numberedCustomers(from: number, count: number, start: number): Customer[] {
	return Array.from({ length: count }, (_, index) => {
		const number = from + index;
		const customer = makeCustomer(createRandom(start + number));
		return { ...customer, email: customer.email.replace(/\.example$/, `-${number}.example`) };
	});
}

function makeCustomer(random: Random): Customer {
	const business = businessName(random);
	const status = random.chance(0.06) ? 'BLOCKED' : 'ACTIVE';
	return {
		email: emailAddress(random, business),
		name: random.chance(0.03) ? null : business,
		status,
		notes: random.chance(0.55) ? random.pick(notes) : null,
		creditLimit: status === 'BLOCKED' && random.chance(0.5) ? '0.00' : creditLimit(random)
	};
}

function businessName(random: Random): string {
	const kind = random.pick(kinds);
	const name = random.chance(0.5) ? `${random.pick(firstNames)}’s ${kind}` : `${random.pick(places)} ${kind}`;
	return random.chance(0.35) ? `${name}, ${random.pick(cities)}` : name;
}

/** An address in `.example`, which belongs to nobody: of the business, or of the person who buys for it. */
function emailAddress(random: Random, business: string): string {
	const domain = `${asciiWords(business)}.example`;
	if (random.chance(0.75)) return `${random.pick(mailboxes)}@${domain}`;
	return `${asciiWords(random.pick(firstNames))}.${asciiWords(random.pick(lastNames))}@${domain}`;
}

const withoutDecomposition: Record<string, string> = { ø: 'o', đ: 'd', ı: 'i', ł: 'l' };

/** Lower-case ASCII letters and digits with hyphens between words, as in a host name. */
function asciiWords(text: string): string {
	return text
		.toLowerCase()
		.normalize('NFD')
		.replace(/[øđıł]/g, (letter) => withoutDecomposition[letter] ?? '')
		.replace(/\p{Mark}|[’']/gu, '')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
}

function creditLimit(random: Random): Money | null {
	if (random.chance(0.3)) return null;
	if (random.chance(0.04)) return '0.00';
	const whole = random.chance(0.1) ? random.whole(26, 100) * 1000 : random.whole(5, 250) * 100;
	return `${whole}.${random.chance(0.08) ? '50' : '00'}`;
}
