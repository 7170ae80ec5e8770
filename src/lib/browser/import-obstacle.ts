import type { ImportStep, Preview } from './import-step.ts';

/** Why Import cannot be pressed. */
export type ImportObstacle =
	| 'no-email'
	| 'checking'
	| 'not-checked'
	| 'issues'
	| 'nothing'
	| 'refused'
	| 'applying'
	/** The plan allows fewer customers than the whole of a file comes to that takes several imports (spec I30, W6). */
	| 'plan-limit';

/** What stands in the way of importing what the preview shows; null where nothing does (spec W4, W7). */
export function importObstacle(step: ImportStep, preview: Preview | null): ImportObstacle | null {
	switch (step.kind) {
		case 'mapping':
			return 'no-email';
		case 'choose':
		case 'reading':
		case 'unreadable':
		case 'looking-up':
		case 'done':
		case 'run-done':
			return 'checking';
		case 'lookup-failed':
			return 'not-checked';
		case 'refused':
			return 'refused';
		case 'applying':
		case 'settling':
		case 'running':
			return 'applying';
		case 'failed':
			return null;
		case 'planning':
		case 'review':
			return preview === null ? 'checking' : ofPreview(preview);
	}
}

function ofPreview({ summary: { counts, warnings, batches } }: Preview): ImportObstacle | null {
	if (counts.issue > 0) return 'issues';
	if (counts.create + counts.update === 0) return 'nothing';
	// One import that exceeds the plan is refused as a whole; several would stop in the middle.
	const exceeds = batches !== null && warnings.some(({ code }) => code === 'PLAN_LIMIT');
	return exceeds ? 'plan-limit' : null;
}
