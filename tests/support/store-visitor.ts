import type { RequestEvent } from '@sveltejs/kit';
import { requestEvent } from './request-event.ts';

/** Somebody with a browser, who keeps the cookies that answers set. */
export interface Visitor {
	cookies: Map<string, string>;
	/** Their next request, to this path, as our handlers get it; what it sets is kept. */
	ask<T>(act: (event: RequestEvent) => Promise<T>, path?: string): Promise<T>;
}

/** A new visitor without cookies, from an address of their own or from this one. */
export function makeVisitor(clientAddress?: string): Visitor {
	const cookies = new Map<string, string>();
	const address =
		clientAddress ?? requestEvent(new Request('http://localhost:3000')).event.getClientAddress();
	return {
		cookies,
		async ask(act, path = '/') {
			const cookie = [...cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
			const request = new Request(`http://localhost:3000${path}`, {
				headers: cookie === '' ? {} : { cookie }
			});
			const { event, cookies: set } = requestEvent(request, { clientAddress: address });
			const answer = await act(event);
			for (const [name, { value, options }] of set) {
				if (options.maxAge === 0) cookies.delete(name);
				else cookies.set(name, value);
			}
			return answer;
		}
	};
}
