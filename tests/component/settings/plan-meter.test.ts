import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import PlanMeter from '../../../src/lib/components/settings/PlanMeter.svelte';
import { axeViolations } from '../../support/axe-violations.ts';

const cases: [name: string, usage: { allowed: number | null; present: number }, words: string[]][] = [
	[
		'far from the limit',
		{ allowed: 250, present: 100 },
		['40%, 150 free', 'more than 150 customers will be refused']
	],
	[
		'from 90 %',
		{ allowed: 250, present: 249 },
		['99%, 1 free', 'Nearly full', 'more than 1 customer will be refused']
	],
	[
		'at the limit',
		{ allowed: 25, present: 25 },
		['100%, 0 free', 'Your plan is full', 'Updates never count']
	],
	[
		'over the limit',
		{ allowed: 25, present: 30 },
		['120%, 5 over', 'You have 30 of 25', 'Existing customers keep working']
	],
	['unlimited', { allowed: null, present: 1204 }, ['1,204', 'customers, unlimited']]
];

test.each(cases)('plan usage %s', async (_, usage, words) => {
	const { container } = await render(PlanMeter, { usage });
	const text = container.textContent.replaceAll(/\s+/g, ' ');
	for (const some of words) expect(text).toContain(some);
	expect(await axeViolations(container)).toEqual([]);
});

test('the meter has its numbers in words too', async () => {
	const screen = await render(PlanMeter, { usage: { allowed: 250, present: 100 } });
	await expect.element(screen.getByRole('meter', { name: '100 of 250 customers' })).toBeVisible();
});
