import { toColumns } from '../src/lib/customer/customer-columns.ts';
import { defaultLimits } from '../src/lib/import/limits.ts';
import { clearEmptyCells } from '../src/lib/import/mapping.ts';
import type { ImportWorkerApi } from '../src/lib/import/worker-api.ts';

// Enough for the browser to compile the loops over rows; it takes a few milliseconds a step.
const rows = 500;
const everyRow = { filter: 'all', search: '' } as const;

/**
 * Takes rows of its own through everything that a file goes through from its choice to its rows on the screen: reading,
 * mapping, customers, review, a window of rows. What was run before is compiled when the first file comes, which is
 * then there in half the time.
 *
 * @param api with a desk that nobody else uses
 * @param isOver whether there is better to do; asked between steps, none of which is long
 */
export async function warmUp(api: Omit<ImportWorkerApi, 'warmUp'>, isOver: () => boolean): Promise<void> {
	const nobody = { onProgress: () => undefined, onFirstRows: () => undefined };
	const opened = await api.open(sampleFile(), {}, defaultLimits, nobody);
	if (opened.kind === 'unreadable') return;
	const { mapping } = opened.file;
	const steps = [
		() => api.map(mapping),
		() => addSampleCustomers(api),
		() => api.review(clearEmptyCells),
		() => api.rows(everyRow, 0, 100)
	];
	for (const step of steps) {
		await nextTask();
		if (isOver()) return;
		await step();
	}
}

/** Quotes, an address in capitals, a status word, an amount in full: what the ways off the shortest one are for. */
function sampleFile(): File {
	const lines = Array.from({ length: rows }, (_, i) =>
		i % 8 === 0
			? `Warm${i}@Up.Example,"Blue, ""the"" Plate ",blocked, calls first,"1,500.00"`
			: `warm${i}@up.example,Café Plate,ACTIVE,,${i}.50`
	);
	return new File([`email,name,status,notes,creditLimit\n${lines.join('\n')}\n`], 'warm-up.csv');
}

/** Of half of the addresses, some of whom the file changes. */
async function addSampleCustomers(
	api: Pick<ImportWorkerApi, 'emailsToLookUp' | 'addExisting'>
): Promise<void> {
	const emails = await api.emailsToLookUp(rows);
	const known = emails.slice(0, rows / 2).map((email, i) => ({
		email,
		name: i % 2 === 0 ? 'Café Plate' : null,
		status: 'ACTIVE' as const,
		notes: null,
		creditLimit: `${i}.50`
	}));
	await api.addExisting(emails, toColumns(known), { allowed: null, present: known.length });
}

/** Lets a file go first that was chosen meanwhile. */
function nextTask(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}
