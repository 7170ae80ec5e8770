import type { Asker } from './asker.ts';
import { refuse, refusalMessage } from './refuse.ts';

/** A database that restarts is back in seconds. */
const retryAfterSeconds = 10;

/** The page stands alone: whatever is wrong, it can be shown. */
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The answer while the database is away (E07): 503, when to try again, and the same words as a page, as what
 * the app's router and forms understand, or as JSON for programs.
 */
export function unavailable(asker: Asker): Response {
	const response = inFormOf(asker);
	response.headers.set('Retry-After', String(retryAfterSeconds));
	response.headers.set('Cache-Control', 'no-store');
	return response;
}

function inFormOf(asker: Asker): Response {
	const message = refusalMessage('UNAVAILABLE');
	switch (asker) {
		case 'browser':
			return new Response(page(message), {
				status: 503,
				headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': pagePolicy }
			});
		case 'form':
			return Response.json({ type: 'error', status: 503, error: { message } }, { status: 503 });
		case 'router':
		case 'program':
			return refuse('UNAVAILABLE');
	}
}

function page(message: string): string {
	return `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<meta name="color-scheme" content="light dark" />
		<title>Back in a moment - Distribu</title>
		<style>
			body { max-width: 40rem; margin: 12vh auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
		</style>
	</head>
	<body>
		<main>
			<h1>Back in a moment</h1>
			<p>${message}</p>
			<p><a href="">Try again</a></p>
		</main>
	</body>
</html>
`;
}
