/** How a request's body is packed; `other`: in a way that nothing here unpacks, several layers included. */
export type ContentEncoding = 'identity' | 'gzip' | 'other';

/** What a request says of its body. `x-gzip` is gzip (RFC 9110, 8.4.1.3). */
export function contentEncodingOf(headers: Headers): ContentEncoding {
	const coding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
	if (coding === '' || coding === 'identity') return 'identity';
	return coding === 'gzip' || coding === 'x-gzip' ? 'gzip' : 'other';
}
