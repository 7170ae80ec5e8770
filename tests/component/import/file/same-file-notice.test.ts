import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../../src/app.css';
import SameFileNotice from '../../../../src/lib/components/import/file/SameFileNotice.svelte';
import type { EarlierImport } from '../../../../src/lib/import/earlier-import.ts';
import { axeViolations } from '../../../support/axe-violations.ts';

const earlier: EarlierImport = {
	sha256: 'a'.repeat(64),
	importId: '0b6f7c1e-0000-4000-8000-000000000001',
	run: null,
	appliedAt: '2025-05-03T12:03:00.000Z',
	state: 'undone'
};

test('H3 leads to the import, and keeps the review open', async () => {
	const screen = await render(SameFileNotice, { earlier });
	await expect
		.element(screen.getByText(/^This very file was imported on .*2025.*, and undone since$/))
		.toBeVisible();
	const link = screen.getByRole('link', { name: 'See that import (new tab)' });
	await expect.element(link).toHaveAttribute('href', `/dashboard/customers/imports/${earlier.importId}`);
	await expect.element(link).toHaveAttribute('target', '_blank');
	expect(await axeViolations(screen.container)).toEqual([]);
});

test('H3 I30 leads to all imports of a file that took several', async () => {
	const screen = await render(SameFileNotice, {
		earlier: { ...earlier, run: { id: '0b6f7c1e-0000-4000-8000-000000000002', done: 3, batches: 3 } }
	});
	await expect
		.element(screen.getByRole('link', { name: 'See what was imported (new tab)' }))
		.toHaveAttribute('href', '/dashboard/customers/imports/runs/0b6f7c1e-0000-4000-8000-000000000002');
});
