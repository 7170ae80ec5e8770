import type { RequestEvent } from '@sveltejs/kit';

/**
 * Who asks, and so what an answer may look like: a browser for a page, the app's router for a page's data, a
 * form that the app sends, or a program.
 */
export type Asker = 'browser' | 'router' | 'form' | 'program';

/** Who asks, by what Kit and the request's headers say. */
export function askerOf({ request, isDataRequest }: RequestEvent): Asker {
	if (isDataRequest) return 'router';
	if (request.headers.has('x-sveltekit-action')) return 'form';
	return request.headers.get('accept')?.includes('text/html') ? 'browser' : 'program';
}
