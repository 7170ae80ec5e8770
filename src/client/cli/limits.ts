import { type ImportLimits, limitsFrom } from '../../lib/import/limits.ts';
import { UsageError } from './usage.ts';

/** The limits that the environment names (`IMPORT_MAX_…`). @throws UsageError naming one that is no number */
export function limitsOf(environment: NodeJS.ProcessEnv): ImportLimits {
	try {
		return limitsFrom(environment);
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}
