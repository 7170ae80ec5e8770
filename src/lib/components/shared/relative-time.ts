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
	const { day, month, year, hour, minute } = partsOf(date, timeZone);
	return `${day} ${month} ${year}, ${hour}:${minute}`;
}

/** A date such as "22 Nov 2026", in an IANA time zone or, where none is given, in the viewer's. */
export function dateOnly(date: Date, timeZone?: string): string {
	const { day, month, year } = partsOf(date, timeZone);
	return `${day} ${month} ${year}`;
}

/** As little as tells when something was: "14:03" today, else "22 Nov, 14:03", with the year where it is another. */
export function timeOrDate(date: Date, now: Date, timeZone?: string): string {
	const { day, month, year, hour, minute } = partsOf(date, timeZone);
	const today = partsOf(now, timeZone);
	if (year !== today.year) return dateAndTime(date, timeZone);
	const time = `${hour}:${minute}`;
	return day === today.day && month === today.month ? time : `${day} ${month}, ${time}`;
}

function partsOf(date: Date, timeZone: string | undefined): Partial<Record<string, string>> {
	const parts = new Intl.DateTimeFormat('en-US', {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		timeZone
	}).formatToParts(date);
	return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}
