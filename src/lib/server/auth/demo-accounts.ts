/** The password of every demo account. It is no secret: it stands in the README and on the sign-in page. */
export const demoPassword = 'wholesale-demo-2026';

/** The demo company's owner, whom the sign-in page and the start command name. */
export const demoOwner = { email: 'demo@acme.test', password: demoPassword };

/** The companies of the demo, with who works there (spec U3). The seed makes them. */
export const demoCompanies = [
	{
		slug: 'acme',
		name: 'Acme Wholesale',
		plan: 'ENTERPRISE',
		staff: [
			{ email: demoOwner.email, name: 'Dana Demo', role: 'OWNER' },
			{ email: 'member@acme.test', name: 'Morgan Member', role: 'MEMBER' }
		]
	},
	{
		slug: 'blue-plate',
		name: 'Blue Plate Supply',
		plan: 'STARTER',
		staff: [{ email: 'owner@blue-plate.test', name: 'Billie Blue', role: 'OWNER' }]
	}
] as const;
