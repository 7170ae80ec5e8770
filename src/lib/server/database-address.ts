/** Whom statements are run as: the application's role, which the database keeps to one company, or the address's own. */
export type DatabaseRole = 'application' | 'owner';

/**
 * How long the application may hold things up, in milliseconds. The largest import takes about a second and
 * its slowest statement a fraction of that. A statement that hangs, or a process that stops between two of
 * them, loses its transaction and with it the company's lock (E07). Waiting for a lock ends first, so that its
 * code tells what happened.
 */
const longest = { statement: 30_000, lock: 20_000, idleInTransaction: 15_000 };

const forEverybody = [
	// The driver adapter sends instants without an offset and drops the offset of what it reads, so that any
	// other session time zone would shift them.
	'TimeZone=UTC'
];

const forApplication = [
	// A role that owns nothing and sees one company at a time, whoever the address names.
	'role=distribu_app',
	`statement_timeout=${longest.statement}`,
	`lock_timeout=${longest.lock}`,
	`idle_in_transaction_session_timeout=${longest.idleInTransaction}`
];

/** A database's address with the settings that a session of this role begins with, beside those that it has. */
export function addressFor(address: string, role: DatabaseRole): string {
	// Only the part after "?" is read as an address: in front of it PostgreSQL allows what other addresses do not.
	const [place = '', query = ''] = address.split('?', 2);
	const parameters = new URLSearchParams(query);
	const settings = role === 'application' ? [...forEverybody, ...forApplication] : forEverybody;
	const options = [parameters.get('options'), ...settings.map((setting) => `-c ${setting}`)];
	parameters.set('options', options.filter((option) => option !== null).join(' '));
	return `${place}?${parameters.toString()}`;
}
