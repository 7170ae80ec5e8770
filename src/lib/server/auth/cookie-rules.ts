/** Whether cookies are sent over https only: the address that people use, ORIGIN, is https. */
export function isSecure(): boolean {
	return process.env.ORIGIN?.startsWith('https://') ?? false;
}

/** A cookie's name; with https it binds the cookie to the host, which better-auth's own prefix would not (T03). */
export function cookieName(name: string): string {
	return isSecure() ? `__Host-${name}` : name;
}
