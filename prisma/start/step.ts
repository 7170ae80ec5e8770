/** How often a step that takes longer says that it is still at work. */
const reminderMs = 5000;

/** A step that took longer says afterwards how long. */
const worthSayingMs = 1000;

/** Does one thing that may take a while, and says so in plain lines, each of which names it: others may go on beside it. */
export async function step<Result>(label: string, work: () => Promise<Result>): Promise<Result> {
	const start = performance.now();
	console.log(`${label} …`);
	const reminder = setInterval(
		() => console.log(`  ${label}: still at it after ${seconds(start, 0)} s`),
		reminderMs
	);
	try {
		const result = await work();
		if (performance.now() - start > worthSayingMs) console.log(`  ${label}: done in ${seconds(start, 1)} s`);
		return result;
	} finally {
		clearInterval(reminder);
	}
}

function seconds(start: number, digits: number): string {
	return ((performance.now() - start) / 1000).toFixed(digits);
}
