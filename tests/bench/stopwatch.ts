import type { Page } from '@playwright/test';

/** What a page took from the choice of a file until what was waited for was on screen, in milliseconds. */
export interface Taken {
	shownMs: number;
	/** Of every task of the page's thread, what it had above 50 ms. */
	blockedMs: number;
	/** The longest task of at least 50 ms; 0 where there was none. */
	longestTaskMs: number;
	/** From the choice of the file until what is looked for first was on screen; null where it never was. */
	firstMs: number | null;
}

// As text: what tsx makes of a function has helpers in it that the page does not know. It looks after every change of
// the page and before every frame, presses the next button in the same moment, and takes the time after the frame in
// which the end is on screen has been handed over.
const stopwatch = `
window.startWatch = ({ steps = [], isShown, isFirst }) => {
	const waiting = [...steps];
	const tasks = [];
	const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
	observer.observe({ type: 'longtask' });
	let chosenAt, firstAt, seen = false, seenFirst = false;
	const note = () => { chosenAt ??= performance.now(); };
	addEventListener('change', note, { capture: true });
	window.taken = new Promise((resolve) => {
		const afterFrame = (act) =>
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => act(performance.now());
				port2.postMessage(null);
			});
		const look = () => {
			if (chosenAt === undefined || seen) return;
			if (isFirst && !seenFirst && isFirst()) {
				seenFirst = true;
				afterFrame((now) => { firstAt = now; });
			}
			const button = waiting[0]?.();
			if (button) {
				waiting.shift();
				button.click();
			} else if (waiting.length === 0 && isShown()) {
				seen = true;
				changes.disconnect();
				afterFrame((shownAt) => {
					removeEventListener('change', note, { capture: true });
					// The observer is told of a task a little after its end.
					setTimeout(() => resolve(result(shownAt)), 200);
				});
			}
		};
		const result = (shownAt) => {
			tasks.push(...observer.takeRecords());
			observer.disconnect();
			const during = tasks
				.filter(({ startTime, duration }) => startTime + duration > chosenAt && startTime < shownAt)
				.map(({ duration }) => duration);
			return {
				shownMs: shownAt - chosenAt,
				blockedMs: during.reduce((sum, one) => sum + one - 50, 0),
				longestTaskMs: Math.max(0, ...during),
				firstMs: firstAt === undefined ? null : firstAt - chosenAt
			};
		};
		const changes = new MutationObserver(look);
		changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
		const frame = () => {
			look();
			if (!seen) requestAnimationFrame(frame);
		};
		frame();
	});
};`;

/**
 * Gives a page a file and takes the time until it is on screen.
 *
 * @param watched a script's expression: `steps`, functions that give the next button to press once it is there;
 * `isShown`, whether the end is on screen; perhaps `isFirst`, whether what comes before it is
 * @param input the selector of the file input
 * @param path a file of the disk, as a person has it: content that the driver hands over would go through the page
 */
export async function takeTime(
	page: Page,
	watched: string,
	input: string,
	path: string,
	longestMs: number
): Promise<Taken> {
	await page.evaluate(stopwatch);
	await page.evaluate(`window.startWatch(${watched})`);
	await page.locator(input).first().setInputFiles(path);
	const taken = page.evaluate(() => (window as unknown as { taken: Promise<Taken> }).taken);
	return await inTime(page, taken, longestMs);
}

/**
 * Waits until something is so, looking before every frame. The page's policy allows no script from text, which the
 * driver's own way of waiting would be.
 *
 * @param condition an expression of the page's script
 */
export async function waitUntil(page: Page, condition: string, longestMs: number): Promise<void> {
	const look = `new Promise((resolve) => {
		const look = () => ((${condition}) ? resolve() : requestAnimationFrame(look));
		look();
	})`;
	await inTime(page, page.evaluate(look), longestMs);
}

async function inTime<T>(page: Page, event: Promise<T>, longestMs: number): Promise<T> {
	return await Promise.race([
		event,
		page.waitForTimeout(longestMs).then(() => {
			throw new Error(`It was not on screen after ${longestMs / 1000} s.`);
		})
	]);
}
