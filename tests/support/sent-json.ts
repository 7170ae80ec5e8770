import { gunzipSync } from 'node:zlib';
import type { Request } from '@playwright/test';

/** What a page sent as JSON, packed or not. */
export function sentJson(request: Request): unknown {
	const body = request.postDataBuffer() ?? Buffer.alloc(0);
	const isPacked = request.headers()['content-encoding'] === 'gzip';
	return JSON.parse((isPacked ? gunzipSync(body) : body).toString('utf8'));
}
