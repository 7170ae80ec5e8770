import type { Words } from './read-words.ts';
import { UsageError } from './usage.ts';

/** The one import that is named. @throws UsageError when none is, or more */
export function readImportId({ plain }: Words): string {
	const [importId] = plain;
	if (importId === undefined || plain.length > 1) throw new UsageError('Name one import by its id.');
	return importId;
}
