import type { AppliedImport } from '../import/apply.ts';
import { type RememberedMapping, mappingToRemember } from '../import/columns/remember-mapping.ts';
import { type EarlierImport, withEarlierImport } from '../import/earlier-import.ts';
import type { Mapping } from '../import/mapping.ts';
import type { FileSummary } from '../import/worker-api.ts';
import type { RunProgress } from './import-run.ts';

/** What the page knows of imports before this one: it came with the page, and what is imported here is added. */
export class KnownImports {
	/** The files that were imported (spec H3). */
	earlier = $state.raw<readonly EarlierImport[]>([]);
	/** The mappings that they were imported with (spec M9). */
	remembered: readonly RememberedMapping[];

	constructor(earlier: readonly EarlierImport[] = [], remembered: readonly RememberedMapping[] = []) {
		this.earlier = earlier;
		this.remembered = remembered;
	}

	/**
	 * Knows a file again from here on.
	 *
	 * @param last the last import of it; null where nothing was imported
	 */
	addFile(file: FileSummary, run: RunProgress | null, last: AppliedImport | null): void {
		if (last === null) return;
		const several =
			run && run.batches > 1 ? { id: run.id, done: run.done.length, batches: run.batches } : null;
		this.earlier = withEarlierImport(this.earlier, file, last, several);
	}

	/** Remembers the mapping of a file that was imported, as the server does. */
	addMapping(file: FileSummary, mapping: Mapping, { appliedAt }: AppliedImport): void {
		const remember = mappingToRemember(file, mapping);
		if (remember === null) return;
		const others = this.remembered.filter(({ signature }) => signature !== remember.signature);
		this.remembered = [{ ...remember, usedAt: appliedAt }, ...others];
	}
}
