import { createRawSnippet } from 'svelte';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import EmptyState from '../../../src/lib/components/shared/EmptyState.svelte';
import ErrorNotice from '../../../src/lib/components/shared/ErrorNotice.svelte';
import FormError from '../../../src/lib/components/shared/FormError.svelte';
import Notice from '../../../src/lib/components/shared/Notice.svelte';
import OutcomeBadge from '../../../src/lib/components/shared/OutcomeBadge.svelte';
import PageHeader from '../../../src/lib/components/shared/PageHeader.svelte';
import { axeViolations } from '../../support/axe-violations.ts';

const children = createRawSnippet(() => ({ render: () => '<p>Updates never count.</p>' }));

test.each(['light', 'dark'])('every notice and badge has enough contrast in %s', async (scheme) => {
	document.documentElement.style.colorScheme = scheme;
	try {
		for (const tone of ['info', 'warning', 'issue', 'success'] as const) {
			const { container } = await render(Notice, { tone, title: 'Your plan is full', children });
			expect(await axeViolations(container)).toEqual([]);
		}
		for (const kind of ['create', 'update', 'unchanged', 'issue'] as const) {
			const { container } = await render(OutcomeBadge, { kind });
			expect(await axeViolations(container)).toEqual([]);
		}
	} finally {
		document.documentElement.style.colorScheme = '';
	}
});

test('an outcome has a word besides its color, and a sign that is not read out', async () => {
	const screen = await render(OutcomeBadge, { kind: 'update' });
	await expect.element(screen.getByText('~')).toHaveAttribute('aria-hidden', 'true');
	await expect.element(screen.getByText('Update')).toBeVisible();
});

test('a notice takes the role that it is given, and none by itself', async () => {
	const quiet = await render(Notice, { tone: 'info', title: 'By the way' });
	expect(quiet.container.querySelector('[role]')).toBeNull();
	const loud = await render(Notice, { tone: 'issue', title: 'It failed', role: 'alert' });
	await expect.element(loud.getByRole('alert')).toHaveTextContent('It failed');
});

test("a page's heading can take the focus without being a stop of the Tab key", async () => {
	const screen = await render(PageHeader, { title: 'Customers' });
	await expect.element(screen.getByRole('heading', { level: 1 })).toHaveAttribute('tabindex', '-1');
});

test('an empty list says what to do', async () => {
	const screen = await render(EmptyState, { title: 'No customers yet', children });
	await expect.element(screen.getByText('No customers yet')).toBeVisible();
	await expect.element(screen.getByText('Updates never count.')).toBeVisible();
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('a refused form takes the focus and links to its fields, each time it is refused', async () => {
	const fields = [{ id: 'slug', problem: 'This address is taken.' }];
	const screen = await render(FormError, { problem: 'Not created yet.', answer: {}, fields });
	const alert = screen.getByRole('alert');
	await expect.element(alert).toHaveFocus();
	await expect
		.element(screen.getByRole('link', { name: 'This address is taken.' }))
		.toHaveAttribute('href', '#slug');

	(document.activeElement as HTMLElement).blur();
	await screen.rerender({ answer: {} });
	await expect.element(alert).toHaveFocus();
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('an error page shows the words, the reference and a way on', async () => {
	const screen = await render(ErrorNotice, {
		status: 500,
		message: 'Try again.',
		reference: '8f3k',
		home: { label: 'To the customers', href: '/dashboard/customers' }
	});
	await expect.element(screen.getByRole('heading', { name: 'Something went wrong' })).toBeVisible();
	await expect.element(screen.getByText('8f3k')).toBeVisible();
	await expect.element(screen.getByRole('link', { name: 'To the customers' })).toBeVisible();
	expect(await axeViolations(screen.container)).toEqual([]);
});
