import type { RunProgress } from '../../src/lib/browser/import-run.ts';
import { applied } from './fake-import-server.ts';

/** A run of so many batches of 5,000 new customers each but for the last, of which the first `done` are imported. */
export function runProgress(done: number, batches: number, total: number): RunProgress {
	const results = Array.from({ length: done }, (_, i) =>
		applied(`batch-${i + 1}`, Math.min(5000, total - 5000 * i))
	);
	const written = results.reduce((sum, { created }) => sum + created, 0);
	return {
		id: '0b6f7c1e-0000-4000-8000-000000000001',
		done: results,
		batches,
		written,
		total,
		perSecond: done === 0 ? null : 1888.4,
		secondsLeft: done === 0 ? null : Math.ceil((total - written) / 1888.4)
	};
}
