const secondsOfDay = 86_400;
// The day after 9999-12-31.
const endOfDays = 2_958_466;
const daysFrom1900To1904 = 1462;
// 1970-01-01, the day from which `civilDate` counts.
const unixEpoch = 25_569;

/** Which parts of a date a format shows. */
interface DateParts {
	hasDate: boolean;
	time: 'none' | 'minutes' | 'seconds';
}

/**
 * A spreadsheet's date, which is a count of days, as `YYYY-MM-DD`, `HH:MM` or both; undefined where it is none.
 *
 * @param from1904 whether days count from 1904 and not from 1900
 */
export function writeDate(
	serial: number,
	{ hasDate, time }: DateParts,
	from1904: boolean
): string | undefined {
	const total = Math.round((serial + (from1904 ? daysFrom1900To1904 : 0)) * secondsOfDay);
	// A format that shows no time shows the day that it is, up to its last second.
	const isDay = hasDate && time === 'none';
	const day = isDay
		? Math.floor(serial + (from1904 ? daysFrom1900To1904 : 0))
		: Math.floor(total / secondsOfDay);
	if (serial < 0 || day >= endOfDays || (isDay && day < 1)) return undefined;
	const clock = clockTime(total - day * secondsOfDay, time);
	if (!hasDate || day < 1) return clock;
	return isDay ? civilDate(day) : `${civilDate(day)} ${clock}`;
}

/** A span of time as hours, minutes and seconds: `26:30`. */
export function writeElapsed(serial: number, time: 'minutes' | 'seconds'): string | undefined {
	if (serial < 0 || serial >= endOfDays) return undefined;
	return clockTime(Math.round(serial * secondsOfDay), time);
}

function clockTime(seconds: number, time: DateParts['time']): string {
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return (time === 'seconds' ? parts : parts.slice(0, 2)).map((part) => twoDigits(part)).join(':');
}

/** Spreadsheets believe that 1900 was a leap year: day 60 is the 29th of February, and those before it are one early. */
function civilDate(serial: number): string {
	if (serial === 60) return '1900-02-29';
	// After Howard Hinnant's `civil_from_days`: years start in March, so that leap days are the last of them.
	const days = serial - unixEpoch + (serial < 60 ? 1 : 0) + 719_468;
	const era = Math.floor(days / 146_097);
	const dayOfEra = days - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra -
			Math.floor(dayOfEra / 1460) +
			Math.floor(dayOfEra / 36_524) -
			Math.floor(dayOfEra / 146_096)) /
			365
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
	const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
	const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

function twoDigits(n: number): string {
	return String(n).padStart(2, '0');
}
