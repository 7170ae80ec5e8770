import type { Customer } from '../../src/lib/customer/customer.ts';
import { csvHeaderLine, csvLine } from '../../src/lib/import/csv/write-csv.ts';
import { seededRandom } from './seeded-random.ts';

/** `lean` is about 70 bytes a row as CSV; `full` has long quoted notes, about 400. */
export type RowSize = 'lean' | 'full';

const firstWords = [
	'Blue',
	'Green',
	'Golden',
	'Corner',
	'River',
	'Harbor',
	'Old Town',
	'Sunny',
	'Café',
	'North'
];
const secondWords = [
	'Plate',
	'Market',
	'Bakery',
	'Kitchen',
	'Deli',
	'Grocers',
	'Bistro',
	'Pantry',
	'Farm',
	'Grill'
];
const noteWords =
	'delivers before eight, calls "the cellar" first, pays net 30 and asks for a printed invoice each month;'.split(
		' '
	);

/** Believable customers with different addresses, the same for the same seed. */
export function generateCustomers(count: number, size: RowSize, seed = 1): Customer[] {
	const random = seededRandom(seed);
	function pick<Item>(items: readonly Item[]): Item {
		return items[Math.floor(random() * items.length)] as Item;
	}
	function note(): string | null {
		if (size === 'lean') return random() < 0.7 ? null : 'Net 30, before eight';
		return Array.from({ length: 58 }, () => pick(noteWords))
			.join(' ')
			.trim();
	}
	return Array.from({ length: count }, (_, index) => {
		const name = `${pick(firstWords)} ${pick(secondWords)}`;
		return {
			email: `${name
				.normalize('NFD')
				.replace(/[^A-Za-z]/g, '')
				.toLowerCase()}${index}@orders.example.com`,
			name,
			status: random() < 0.9 ? 'ACTIVE' : 'BLOCKED',
			notes: note(),
			creditLimit: random() < 0.2 ? null : `${Math.floor(random() * 9000)}.${pick(['00', '50', '25'])}`
		};
	});
}

/** Customers as the export writes them. */
export function csvOf(customers: readonly Customer[]): string {
	return csvHeaderLine() + customers.map(csvLine).join('');
}
