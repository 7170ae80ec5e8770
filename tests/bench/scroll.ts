/**
 * `npm run bench:scroll`: scrolls the preview of 5,000 and of 100,000 rows in Chromium, by wheel and by keyboard,
 * and counts the frames that came too late. `--write` puts the result into README.md beside this file.
 */
import { randomUUID } from 'node:crypto';
import { type CDPSession, type Page, chromium } from '@playwright/test';
import { type Application, startApplication } from '../e2e/application.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { csvOf, generateCustomers } from '../support/generate-customers.ts';
import { surroundings } from './report.ts';
import { writeBlock } from './results.ts';

const sizes = [5000, 100_000];
const secondsEach = 5;
const frameMs = 1000 / 60;
// One frame and a half: a frame that comes later than this has left another one out.
const lateMs = 25;

/** What happened on the page's own thread while somebody scrolled. */
interface Recording {
	/** When each frame began, in milliseconds. */
	frames: number[];
	/** How long each task of 50 ms or more took. */
	longTasks: number[];
	/** The processor time of everything that the page's thread did, in milliseconds. */
	work: number;
}

/** A way to scroll, done again and again until the time is over. */
interface Way {
	name: string;
	prepare: (page: Page) => Promise<void>;
	step: (page: Page, count: number) => Promise<void>;
}

const ways: Way[] = [
	{
		name: 'wheel, slowly',
		prepare: overTheRows,
		step: (page) => page.mouse.wheel(0, 60)
	},
	{
		name: 'wheel, as fast as it goes',
		prepare: overTheRows,
		step: (page) => page.mouse.wheel(0, 2000)
	},
	{
		name: 'thumb of the scroll bar, from end to end',
		prepare: overTheRows,
		step: (page, count) =>
			page.getByRole('grid').evaluate(
				(grid, part) => {
					grid.scrollTop = part * grid.scrollHeight;
				},
				Math.abs(((count / 200) % 2) - 1)
			)
	},
	{ name: 'j, held down', prepare: intoTheRows, step: (page) => page.keyboard.press('j') },
	{ name: 'Page Down, held down', prepare: intoTheRows, step: (page) => page.keyboard.press('PageDown') }
];

async function overTheRows(page: Page): Promise<void> {
	const box = await page.getByRole('grid').boundingBox();
	if (box === null) throw new Error('There are no rows on the screen.');
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
}

async function intoTheRows(page: Page): Promise<void> {
	await page.getByRole('grid').evaluate((grid) => {
		grid.scrollTop = 0;
		grid.querySelector<HTMLElement>('[data-position="0"] > [data-column="email"]')?.focus();
	});
}

/** Opens the preview of a file of so many rows, with the rows on the screen. */
async function openPreview(page: Page, application: Application, rows: number): Promise<void> {
	const { address } = application;
	const slug = `bench-${randomUUID()}`;
	const form = {
		companyName: slug,
		slug,
		name: 'Ben Ch',
		email: `ben@${slug}.example`,
		password: randomUUID()
	};
	const answer = await page
		.context()
		.request.post(`${address}/signup`, { form, headers: { Origin: address } });
	if (!answer.ok()) throw new Error(`The sign-up was answered with ${answer.status()}.`);
	await page.goto(`${address}/dashboard/customers/import`, { waitUntil: 'networkidle' });
	await page.getByLabel('Choose file').setInputFiles({
		name: 'customers.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(csvOf(generateCustomers(rows, 'lean')))
	});
	await page.getByRole('grid').waitFor({ timeout: 120_000 });
	await page.getByRole('grid').evaluate((grid) => grid.scrollIntoView({ block: 'center' }));
}

// As text: what tsx makes of a function has helpers in it that the page does not know.
const noteFramesAndTasks = `
	const recording = { frames: [], longTasks: [], isOver: false };
	window.recording = recording;
	const note = (time) => {
		recording.frames.push(time);
		if (!recording.isOver) requestAnimationFrame(note);
	};
	requestAnimationFrame(note);
	new PerformanceObserver((list) => {
		if (!recording.isOver) for (const { duration } of list.getEntries()) recording.longTasks.push(duration);
	}).observe({ type: 'longtask' });
`;

async function stopRecording(page: Page): Promise<Omit<Recording, 'work'>> {
	return await page.evaluate(() => {
		const { recording } = window as unknown as { recording: Recording & { isOver: boolean } };
		recording.isOver = true;
		return recording;
	});
}

/** The processor time that the page's thread has had so far, in milliseconds; not what it waited for others. */
async function workOf(session: CDPSession): Promise<number> {
	const { metrics } = await session.send('Performance.getMetrics');
	return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

async function record(page: Page, { prepare, step }: Way): Promise<Recording> {
	await prepare(page);
	await page.waitForTimeout(500);
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable', { timeDomain: 'threadTicks' });
	const before = await workOf(session);
	await page.evaluate(noteFramesAndTasks);
	const deadline = Date.now() + secondsEach * 1000;
	for (let count = 0; Date.now() < deadline; count++) await step(page, count);
	const work = (await workOf(session)) - before;
	await session.detach();
	return { ...(await stopRecording(page)), work };
}

/** A recording as a row of the table. */
function rowOf(name: string, { frames, longTasks, work }: Recording): string {
	const gaps = frames.slice(1).map((time, i) => time - (frames[i] ?? time));
	const late = gaps.filter((gap) => gap > lateMs);
	const dropped = late.reduce((sum, gap) => sum + Math.round(gap / frameMs) - 1, 0);
	const due = gaps.length + dropped;
	const cells = [
		name,
		String(gaps.length),
		(work / Math.max(1, gaps.length)).toFixed(1),
		`${dropped} (${((100 * dropped) / Math.max(1, due)).toFixed(1)} %)`,
		Math.max(0, ...gaps).toFixed(0),
		longTasks.length === 0 ? '0' : `${longTasks.length}, up to ${Math.max(...longTasks).toFixed(0)} ms`
	];
	return `| ${cells.join(' | ')} |`;
}

async function benchRows(application: Application, rows: number): Promise<string> {
	const executablePath = findChromium();
	if (executablePath === undefined) throw new Error('There is no Chromium here (CHROMIUM_PATH names one).');
	const browser = await chromium.launch({ executablePath, args: chromiumFlags });
	try {
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		await openPreview(page, application, rows);
		const lines = [];
		for (const way of ways) lines.push(rowOf(way.name, await record(page, way)));
		return [
			`### Scrolling ${rows.toLocaleString('en')} rows`,
			'',
			`| ${secondsEach} seconds each | frames | work a frame, ms | dropped | longest, ms | tasks over 50 ms |`,
			'| --- | --: | --: | --: | --: | --: |',
			...lines
		].join('\n');
	} finally {
		await browser.close();
	}
}

process.env.IMPORT_MAX_ROWS = String(Math.max(...sizes));
process.env.IMPORT_MAX_BYTES = String(64 * 1024 * 1024);
const application = await startApplication('production');
const parts = [`## Scrolling, ${new Date().toISOString().slice(0, 10)}`, surroundings([])];
try {
	for (const rows of sizes) parts.push(await benchRows(application, rows));
} finally {
	await application.stop();
}
console.log(parts.join('\n\n'));

if (process.argv.includes('--write'))
	await writeBlock('scroll', 'npm run bench:scroll -- --write', parts.join('\n\n'));
