import axe from 'axe-core';

/**
 * What axe finds wrong with a rendered component, WCAG 2.2 AA: the rule and the elements, nothing when all
 * is well. Rules about whole pages (landmarks, one h1) are left out: a component is none.
 */
export async function axeViolations(container: Element): Promise<string[]> {
	// Halfway through a transition, colors are nobody's choice. Brought to its end, it need not be waited for.
	for (const animation of container.getAnimations({ subtree: true })) animation.finish();
	const { violations } = await axe.run(container, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
		rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } }
	});
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
