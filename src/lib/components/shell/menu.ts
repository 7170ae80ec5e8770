/** The dashboard's pages that stand in the menu, by route. */
export type MenuRoute =
	| '/dashboard/customers'
	| '/dashboard/customers/import'
	| '/dashboard/customers/imports'
	| '/dashboard/settings/api'
	| '/dashboard/settings/audit-log'
	| '/dashboard/settings/plan';

export interface MenuItem {
	label: string;
	route: MenuRoute;
	/** Belongs to the item above it. */
	nested: boolean;
}

export interface MenuSection {
	/** Above the items; none for the first section. */
	heading: string | null;
	items: MenuItem[];
}

/**
 * The menu, without the pages that the person may not open.
 *
 * @param mayImport whether the person may import and read the audit log (spec U1)
 */
export function menuFor(mayImport: boolean): MenuSection[] {
	const customers: MenuItem[] = [{ label: 'Customers', route: '/dashboard/customers', nested: false }];
	const settings: MenuItem[] = [{ label: 'Plan', route: '/dashboard/settings/plan', nested: false }];
	if (mayImport) {
		customers.push(
			{ label: 'Import CSV', route: '/dashboard/customers/import', nested: true },
			{ label: 'Imports', route: '/dashboard/customers/imports', nested: true }
		);
		settings.unshift({ label: 'Audit log', route: '/dashboard/settings/audit-log', nested: false });
		settings.push({ label: 'API', route: '/dashboard/settings/api', nested: false });
	}
	return [
		{ heading: null, items: customers },
		{ heading: 'Settings', items: settings }
	];
}

/** The item that a path belongs to: the one with the longest route that the path starts with. */
export function currentRoute(pathname: string, sections: readonly MenuSection[]): MenuRoute | null {
	const routes = sections.flatMap((section) => section.items.map((item) => item.route));
	const matching = routes.filter((route) => pathname === route || pathname.startsWith(`${route}/`));
	return matching.sort((a, b) => b.length - a.length)[0] ?? null;
}
