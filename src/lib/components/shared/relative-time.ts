const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
	['year', 31_556_952],
	['month', 2_629_746],
	['week', 604_800],
	['day', 86_400],
	['hour', 3600],
	['minute', 60]
];

const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** How long ago something was, in the largest unit that fits: "2 days ago"; "just now" within a minute, or for a future time. */
export function relativeTime(then: Date, now: Date): string {
	const seconds = (now.getTime() - then.getTime()) / 1000;
	for (const [unit, size] of steps) {
		if (seconds >= size) return words.format(-Math.floor(seconds / size), unit);
	}
	return 'just now';
}

/** A date and time such as "22 Nov 2026, 14:03", in an IANA time zone or, where none is given, in the viewer's. */
export function dateAndTime(date: Date, timeZone?: string): string {
	const parts = new Intl.DateTimeFormat('en-US', {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		timeZone
	}).formatToParts(date);
	const { day, month, year, hour, minute } = Object.fromEntries(
		parts.map(({ type, value }) => [type, value])
	);
	return `${day} ${month} ${year}, ${hour}:${minute}`;
}
