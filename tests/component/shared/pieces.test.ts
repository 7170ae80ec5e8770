import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import CopyButton from '../../../src/lib/components/shared/CopyButton.svelte';
import LocalTime from '../../../src/lib/components/shared/LocalTime.svelte';
import Pager from '../../../src/lib/components/shared/Pager.svelte';
import TimeAgo from '../../../src/lib/components/shared/TimeAgo.svelte';
import { axeViolations } from '../../support/axe-violations.ts';

test('the pager has a link where there is a page, and a button that is off at the end', async () => {
	const screen = await render(Pager, {
		label: 'Pages of customers',
		previous: { label: 'Previous', href: null },
		next: { label: 'Next', href: '?cursor=a' }
	});
	await expect.element(screen.getByRole('button', { name: 'Previous' })).toBeDisabled();
	await expect.element(screen.getByRole('link', { name: 'Next' })).toHaveAttribute('href', '?cursor=a');
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('a time is machine-readable and keeps UTC in its title', async () => {
	const date = new Date('2026-11-20T14:03:00Z');
	const ago = await render(TimeAgo, { date, now: new Date('2026-11-22T15:00:00Z') });
	const time = ago.getByText('2 days ago');
	await expect.element(time).toHaveAttribute('datetime', '2026-11-20T14:03:00.000Z');
	await expect.element(time).toHaveAttribute('title', '20 Nov 2026, 14:03 UTC');

	await ago.unmount();
	const local = await render(LocalTime, { date });
	await expect.element(local.getByTitle('20 Nov 2026, 14:03 UTC')).toHaveTextContent(/^20 Nov|^21 Nov/);
});

test('copying says that it did, and says so when the browser refuses', async () => {
	const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValueOnce();
	const screen = await render(CopyButton, { text: 'email\n', what: 'the example' });
	await screen.getByRole('button', { name: 'Copy the example' }).click();
	expect(write).toHaveBeenCalledWith('email\n');
	await expect.element(screen.getByRole('status')).toHaveTextContent('Copied');

	write.mockRejectedValueOnce(new DOMException('refused', 'NotAllowedError'));
	await screen.getByRole('button').click();
	await expect.element(screen.getByRole('status')).toHaveTextContent('Could not copy');
});
