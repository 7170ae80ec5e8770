import { expect, test } from 'vitest';
import { currentRoute, menuFor } from '../../../../src/lib/components/shell/menu.ts';

function labels(mayImport: boolean): string[] {
	return menuFor(mayImport).flatMap(({ items }) => items.map(({ label }) => label));
}

test('owners and admins find everything, members only what they may open (spec U1)', () => {
	expect(labels(true)).toEqual(['Customers', 'Import CSV', 'Imports', 'Audit log', 'Plan', 'API']);
	expect(labels(false)).toEqual(['Customers', 'Plan']);
});

test.each([
	['/dashboard/customers', '/dashboard/customers'],
	['/dashboard/customers/import', '/dashboard/customers/import'],
	['/dashboard/customers/import/format', '/dashboard/customers/import'],
	['/dashboard/customers/imports', '/dashboard/customers/imports'],
	['/dashboard/customers/imports/runs/5/undo', '/dashboard/customers/imports'],
	['/dashboard/customers/imports-of-old', '/dashboard/customers'],
	['/dashboard/settings/plan', '/dashboard/settings/plan'],
	['/dashboard/settings/api', '/dashboard/settings/api'],
	['/elsewhere', null]
])('%s belongs to %s', (pathname, route) => {
	expect(currentRoute(pathname, menuFor(true))).toBe(route);
});
