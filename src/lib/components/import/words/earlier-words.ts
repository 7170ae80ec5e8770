import type { EarlierImport } from '../../../import/earlier-import.ts';
import { timeOrDate } from '../../shared/relative-time.ts';
import { count } from './words.ts';

/**
 * That a file was imported before, and what became of it (spec H3).
 *
 * @param timeZone an IANA time zone; the viewer's, where it is left out
 */
export function earlierImportWords(
	{ run, appliedAt, state }: EarlierImport,
	now: Date,
	timeZone?: string
): { title: string; text: string } {
	const time = timeOrDate(new Date(appliedAt), now, timeZone);
	const when = `${time.includes(' ') ? 'on' : 'today at'} ${time}`;
	const isWhole = run === null || run.done >= run.batches;
	const what = isWhole
		? 'This very file was imported'
		: `${count(run.done)} of ${count(run.batches)} batches of this very file were imported`;
	switch (state) {
		case 'applied':
			return {
				title: `${what} ${when}`,
				text: `${isWhole ? 'Customers' : 'The customers of those batches'} that are still as it left them show as unchanged.`
			};
		case 'partly-undone':
			return {
				title: `${what} ${when}, and partly undone since`,
				text: 'What was undone shows as changes again.'
			};
		case 'undone':
			return {
				title: `${what} ${when}, and undone since`,
				text: 'To import it again makes the same changes again.'
			};
	}
}
