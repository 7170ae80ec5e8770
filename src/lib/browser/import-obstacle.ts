import type { ImportStep, Preview } from './import-step.ts';

/** Why Import cannot be pressed. */
export type ImportObstacle =
	'no-email' | 'checking' | 'not-checked' | 'issues' | 'nothing' | 'refused' | 'applying';

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
			return 'checking';
		case 'lookup-failed':
			return 'not-checked';
		case 'refused':
			return 'refused';
		case 'applying':
		case 'settling':
			return 'applying';
		case 'failed':
			return null;
		case 'planning':
		case 'review':
			return preview === null ? 'checking' : ofPreview(preview);
	}
}

function ofPreview({ summary: { counts } }: Preview): ImportObstacle | null {
	if (counts.issue > 0) return 'issues';
	return counts.create + counts.update === 0 ? 'nothing' : null;
}
