/**
 * The secret that signs session cookies and hides the keys of rate limits, from `AUTH_SECRET`.
 *
 * @throws Error when it is not set
 */
export function authSecret(): string {
	const secret = process.env.AUTH_SECRET;
	if (!secret)
		throw new Error('AUTH_SECRET is not set: 32 random characters or more that sign the session cookies.');
	return secret;
}
