import type { Locator, Page } from '@playwright/test';

/** What a person sees of an import in batches who only wants it to go on (spec I30). */
export type Seen =
	/** It is done: so many were created and updated, as the screen says. */
	| { kind: 'finished'; created: number; updated: number }
	/** It stands still, and can be gone on with. */
	| {
			kind: 'stopped';
			/** Null where the screen cannot know how far it has come. */
			imported: { batches: number; customers: number } | null;
			/** Whether it says that customers changed meanwhile. */
			isRefused: boolean;
			way: Locator;
	  }
	/** The page has no file, and offers none of an earlier visit. */
	| { kind: 'nothing open' };

const reviewAgain = /^Review again$/;

/** How long an offer of an earlier visit's import may take to come. */
const longestOfferMs = 5000;

/**
 * Waits until an import is done or stands still.
 *
 * @throws Error of Playwright where the page is closed, or nothing of that comes
 */
export async function look(page: Page): Promise<Seen> {
	const done = headingOf(page, 'Import finished');
	const empty = headingOf(page, 'Import customers');
	const ways = waysOn(page);
	const anyWay = ways.reduce((one, other) => one.or(other), done);
	await anyWay.or(empty).first().waitFor();
	if (await empty.isVisible()) {
		const hasOffer = await anyWay
			.first()
			.waitFor({ timeout: longestOfferMs })
			.then(
				() => true,
				() => false
			);
		if (!hasOffer && (await empty.isVisible())) return { kind: 'nothing open' };
	}
	if (await done.isVisible()) return { kind: 'finished', ...(await readFigures(page)) };
	const isRefused = await page.getByRole('button', { name: reviewAgain }).isVisible();
	for (const way of ways)
		if (await way.isVisible()) return { kind: 'stopped', imported: await readImported(page), isRefused, way };
	return await look(page);
}

/** Takes the way on, and waits until it is not offered any more; where it fails at once, it is offered again. */
export async function goOn(way: Locator): Promise<void> {
	await way.click();
	await way.waitFor({ state: 'hidden', timeout: 500 }).catch(() => {});
}

/**
 * In the order in which a person takes them, where there are several: agrees, continues after an earlier visit, asks what
 * became of a batch, reviews what a colleague changed, tries again, imports what is left.
 */
function waysOn(page: Page): Locator[] {
	const names = [/^(Start importing|Import anyway)$/, /^Continue$/, /^See what happened$/, reviewAgain];
	const alert = page.getByRole('alert').getByRole('button', { name: 'Try again' });
	const bar = page
		.getByRole('region', { name: 'Import', exact: true })
		.locator('button:not([aria-disabled="true"])')
		.filter({ hasText: /^\s*(Import|Try again)/ });
	return [...names.map((name) => page.getByRole('button', { name })), alert, bar].map((way) => way.first());
}

function headingOf(page: Page, name: string): Locator {
	return page.getByRole('heading', { level: 1, name, exact: true });
}

/** What the result screen says. */
async function readFigures(page: Page): Promise<{ created: number; updated: number }> {
	const result = page.getByRole('region', { name: 'Result' });
	const [created = NaN, updated = NaN] = (await result.getByRole('definition').allTextContents()).map(
		numberOf
	);
	return { created, updated };
}

/** How far the page says that it has come; null where it does not say, or has to ask itself. */
async function readImported(page: Page): Promise<{ batches: number; customers: number } | null> {
	const text = await page.locator('main').innerText();
	if (/don't know whether|First we find out/.test(text)) return null;
	const said = /([\d,]+) of [\d,]+ batches (?:is|are) imported \(([\d,]+) customers?\)/.exec(text);
	return said && { batches: numberOf(said[1] ?? ''), customers: numberOf(said[2] ?? '') };
}

function numberOf(text: string): number {
	return Number(text.replaceAll(',', ''));
}
