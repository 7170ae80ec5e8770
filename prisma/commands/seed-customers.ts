/** `npm run seed:customers -- --company acme --count 1000000`: an operator's command that makes a large list to try. */
import { parseArgs } from 'node:util';
import { Refusal, runProgram } from '../refusal.ts';
import { type CustomersToAdd, addCustomers } from './add-customers.ts';
import { withDatabase } from './with-database.ts';

const usage =
	'Usage: npm run seed:customers -- --company <slug> [--count 1000000] [--start 1] [--more], with the company’s slug; --more adds to a list that is not empty, and another --start makes other customers.';

/** The largest number that fits the generator, and more than anybody waits for. */
const mostCustomers = 100_000_000;

await runProgram(async () => {
	const wanted = readArguments(process.argv.slice(2));
	const startedAt = performance.now();
	const name = await withDatabase((client) => addCustomers(client, wanted, showProgress));
	const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
	console.log(`${name} has ${shown(wanted.count)} customers more, after ${seconds} s.`);

	function showProgress(added: number): void {
		const isTenth =
			Math.floor((added * 10) / wanted.count) > Math.floor(((added - 5000) * 10) / wanted.count);
		if (isTenth && added < wanted.count) console.log(`${shown(added)} of ${shown(wanted.count)}`);
	}
});
process.exit();

/** @throws Refusal with the usage for what it does not know */
function readArguments(args: string[]): CustomersToAdd {
	try {
		const { values } = parseArgs({
			args,
			options: {
				company: { type: 'string' },
				count: { type: 'string', default: '1000000' },
				start: { type: 'string', default: '1' },
				more: { type: 'boolean', default: false }
			}
		});
		const { company: slug } = values;
		const [count, start] = [Number(values.count), Number(values.start)];
		const isKnown =
			Number.isInteger(count) && count > 0 && count <= mostCustomers && Number.isSafeInteger(start);
		if (slug !== undefined && isKnown) return { slug, count, start, isMore: values.more };
	} catch {
		// An option that there is not; said below.
	}
	throw new Refusal(usage);
}

function shown(count: number): string {
	return count.toLocaleString('en-US');
}
