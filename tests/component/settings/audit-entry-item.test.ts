import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../src/app.css';
import AuditEntryItem from '../../../src/lib/components/settings/AuditEntryItem.svelte';

const entry = {
	id: '0193d1f0-0000-7000-8000-000000000001',
	action: 'CustomerBulkImported',
	metadata: { created: 1312, updated: 45 },
	userName: 'Jo Diaz',
	token: null,
	importId: '0193d1f0-0000-4000-8000-00000000000a',
	createdAt: new Date('2026-11-22T14:03:00Z')
};

test('an entry says who did what, and keeps the raw entry behind its details', async () => {
	const screen = await render(AuditEntryItem, { entry, highlighted: false });
	await expect.element(screen.getByText('Imported customers')).toBeVisible();
	await expect.element(screen.getByText('1,312 created, 45 updated')).toBeVisible();
	await expect.element(screen.getByText('CustomerBulkImported')).not.toBeVisible();

	await screen.getByText('Details').click();
	await expect.element(screen.getByText('CustomerBulkImported')).toBeVisible();
	await expect.element(screen.getByText('{"created":1312,"updated":45}')).toBeVisible();
});

test('the entry that the address asks for is marked, open, and can be linked to', async () => {
	const screen = await render(AuditEntryItem, { entry, highlighted: true });
	await expect.element(screen.getByRole('listitem')).toHaveAttribute('id', entry.id);
	await expect.element(screen.getByRole('listitem')).toHaveAttribute('aria-current', 'true');
	await expect.element(screen.getByText('CustomerBulkImported')).toBeVisible();
});

test('H2: an undo says what it restored, removed and kept, and leads to its import', async () => {
	const undo = {
		...entry,
		action: 'CustomerBulkImportReverted',
		metadata: { kept: 3, removed: 38, restored: 412 }
	};
	const screen = await render(AuditEntryItem, { entry: undo, highlighted: true });
	await expect.element(screen.getByText('Undid an import')).toBeVisible();
	await expect.element(screen.getByText('412 restored, 38 removed, 3 kept')).toBeVisible();
	await expect
		.element(screen.getByRole('link', { name: 'What it changed' }))
		.toHaveAttribute('href', `/dashboard/customers/imports/${entry.importId}`);
});

test('what a token did says so, and for whom', async () => {
	const token = { id: '0193d1f0-0000-4000-8000-00000000000b', name: 'nightly sync' };
	const screen = await render(AuditEntryItem, { entry: { ...entry, token }, highlighted: true });
	await expect.element(screen.getByText('token nightly sync, by Jo Diaz')).toBeVisible();
	await expect.element(screen.getByText(token.id)).toBeVisible();
});
