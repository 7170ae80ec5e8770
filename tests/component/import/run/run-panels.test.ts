import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import type { RunProgress } from '../../../../src/lib/browser/import-run.ts';
import BatchesNotice from '../../../../src/lib/components/import/run/BatchesNotice.svelte';
import LookupProgress from '../../../../src/lib/components/import/run/LookupProgress.svelte';
import RunPanel from '../../../../src/lib/components/import/run/RunPanel.svelte';
import RunResult from '../../../../src/lib/components/import/run/RunResult.svelte';
import RunStopped from '../../../../src/lib/components/import/run/RunStopped.svelte';
import type { RunningStep } from '../../../../src/lib/components/import/words/run-words.ts';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import { axeViolations } from '../../../support/axe-violations.ts';
import { runProgress } from '../../../support/run-pieces.ts';

beforeEach(() => page.viewport(1280, 800));

const run = runProgress(7, 20, 100_000);
const imports = '/dashboard/customers/imports';

function running(of: RunProgress, fields: Partial<RunningStep> = {}): RunningStep {
	return { kind: 'running', run: of, part: 'sending', isPausing: false, since: Date.now(), ...fields };
}

describe('I30 a run at work', () => {
	async function show(step: RunningStep) {
		const onpause = vi.fn();
		return { onpause, screen: await render(RunPanel, { step, onpause }) };
	}

	test('shows how far it is, how fast and for how long, in figures that are true', async () => {
		const { screen } = await show(running(run));
		const bar = screen.getByRole('progressbar', { name: 'Customers written' });
		await expect.element(bar).toHaveAttribute('max', '100000');
		await expect.element(bar).toHaveAttribute('value', '35000');
		await expect.element(bar).toHaveAttribute('aria-valuetext', '35,000 of 100,000 customers');
		await expect.element(screen.getByText('35%')).toBeVisible();
		await expect.element(screen.getByText('1,900 customers/s · about 35 s left')).toBeVisible();
		await expect.element(screen.getByText('Writing batch 8 of 20…')).toBeVisible();
		expect(await axeViolations(screen.container)).toEqual([]);
	});

	test('lists the last batches that are done, and counts those before', async () => {
		const { screen } = await show(running(run));
		const list = screen.getByRole('list', { name: 'Imported batches, the last first' });
		await expect.element(list.getByText('Batch 7')).toBeVisible();
		await expect.element(list.getByText('Batch 3')).toBeVisible();
		await expect.element(list.getByText('Batch 2')).not.toBeInTheDocument();
		await expect.element(list.getByText('and 2 batches before')).toBeVisible();
	});

	test('before the first batch it promises no time', async () => {
		const { screen } = await show(running(runProgress(0, 20, 100_000)));
		await expect.element(screen.getByText('known after the first batch')).toBeVisible();
		await expect.element(screen.getByRole('list')).not.toBeInTheDocument();
	});

	test('Pause says that it waits for the batch, and keeps the focus meanwhile', async () => {
		const { screen, onpause } = await show(running(run));
		const button = screen.getByRole('button');
		await button.click();
		expect(onpause).toHaveBeenCalledOnce();
		(button.element() as HTMLButtonElement).focus();
		await screen.rerender({ step: running(run, { isPausing: true }), onpause });
		await expect.element(button).toHaveTextContent('Pausing after this batch…');
		await expect.element(button).toHaveAttribute('aria-disabled', 'true');
		await expect.element(button).toHaveFocus();
		expect(await axeViolations(screen.container)).toEqual([]);
	});

	test.each([
		['settling', 'The answer to batch 8 was lost. Asking what happened…'],
		['waiting', "Distribu can't be reached or is busy. Trying batch 8 again in a moment…"]
	] as const)('A5 says when it is %s', async (part, sentence) => {
		const { screen } = await show(running(run, { part }));
		await expect.element(screen.getByText(sentence)).toBeVisible();
	});

	test('WCAG 1.4.10 fits 320 px', async () => {
		await page.viewport(320, 800);
		const { screen } = await show(running(run));
		await expect.element(screen.getByText('35%')).toBeVisible();
		expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
	});
});

describe('I30 a run that stands still', () => {
	test('goes on at one press, and leads to what was imported and to its undo', async () => {
		const onresume = vi.fn();
		const screen = await render(RunStopped, {
			run,
			text: 'Paused.',
			resume: 'Import the remaining 65,000 customers',
			onresume
		});
		await expect.element(screen.getByText('7 of 20 batches are imported (35,000 customers)')).toBeVisible();
		await screen.getByRole('button', { name: 'Import the remaining 65,000 customers' }).click();
		expect(onresume).toHaveBeenCalledOnce();
		await expect
			.element(screen.getByRole('link', { name: 'See what was imported' }))
			.toHaveAttribute('href', `${imports}/runs/${run.id}`);
		await expect
			.element(screen.getByRole('link', { name: 'Undo what was imported' }))
			.toHaveAttribute('href', `${imports}/runs/${run.id}/undo`);
		expect(await axeViolations(screen.container)).toEqual([]);
	});

	test('before the first batch there is nothing to see or undo', async () => {
		const screen = await render(RunStopped, {
			run: runProgress(0, 20, 100_000),
			text: 'It stopped.',
			resume: null,
			onresume: vi.fn()
		});
		await expect.element(screen.getByRole('link')).not.toBeInTheDocument();
		await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
	});
});

test('A7 I30 the result sums the imports up, and leads to them and to undo all', async () => {
	const onagain = vi.fn();
	const whole = runProgress(20, 20, 100_000);
	const screen = await render(RunResult, { fileName: 'shops.csv', run: whole, unchanged: 85, onagain });
	await expect.element(screen.getByRole('definition').first()).toHaveTextContent('100,000');
	await expect.element(screen.getByText(/20 imports, written in 2\.4 s/)).toBeVisible();
	await expect
		.element(screen.getByText('85 rows matched their customers already and were not sent.'))
		.toBeVisible();
	await expect
		.element(screen.getByRole('link', { name: 'See what was imported' }))
		.toHaveAttribute('href', `${imports}/runs/${whole.id}`);
	await expect
		.element(screen.getByRole('link', { name: 'Undo all 20 imports' }))
		.toHaveAttribute('href', `${imports}/runs/${whole.id}/undo`);
	expect(await axeViolations(screen.container)).toEqual([]);
	await screen.getByRole('button', { name: 'Import another file' }).click();
	expect(onagain).toHaveBeenCalledOnce();
});

test('I30 the preview of a large file says in how many batches it comes; one without changes says nothing', async () => {
	const file = { rows: 20_480, bytes: 1_200_000 };
	const screen = await render(BatchesNotice, {
		file,
		batches: { count: 3, rows: 12_300 },
		limits: defaultLimits
	});
	await expect.element(screen.getByText('20,480 rows: more than one import holds')).toBeVisible();
	await screen.rerender({ file, batches: { count: 0, rows: 0 }, limits: defaultLimits });
	await expect.element(screen.getByText(/more than one import/)).not.toBeInTheDocument();
});

test('I30 a long comparison shows how far it is', async () => {
	const screen = await render(LookupProgress, { done: 10_000, of: 20_480 });
	await expect
		.element(screen.getByRole('progressbar', { name: 'Compared so far' }))
		.toHaveAttribute('value', '10000');
	await expect.element(screen.getByText('10,000 of 20,480 addresses')).toBeVisible();
	expect(await axeViolations(screen.container)).toEqual([]);
});
