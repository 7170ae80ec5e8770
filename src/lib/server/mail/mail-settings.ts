import { resolve } from 'node:path';

/** Where mail goes: to a mail server, or into a folder for a person to look at. */
export type MailSettings =
	{ kind: 'smtp'; url: string; from: string } | { kind: 'folder'; path: string; from: string };

type Environment = Record<string, string | undefined>;

const sampleSender = 'Distribu <no-reply@distribu.invalid>';

/**
 * Reads `SMTP_URL` and `MAIL_FROM`. Without `SMTP_URL` mails are files in `mail/` of the data folder (`DATA_DIR`).
 *
 * @throws RangeError with the variable and what it should be, never with what it is: it may hold a password
 */
export function mailSettings(environment: Environment): MailSettings {
	const { SMTP_URL: url, MAIL_FROM: from } = environment;
	if (from && !isSender(from)) {
		throw new RangeError('MAIL_FROM must be an address such as "Distribu <no-reply@example.com>".');
	}
	if (!url)
		return {
			kind: 'folder',
			path: resolve(environment.DATA_DIR || 'data', 'mail'),
			from: from || sampleSender
		};
	if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol) || new URL(url).hostname === '') {
		throw new RangeError(
			'SMTP_URL must be an address such as smtps://user:password@smtp.example.com:465, or smtp:// with port 587.'
		);
	}
	if (!from)
		throw new RangeError('With SMTP_URL, MAIL_FROM is needed too: the address that mails come from.');
	return { kind: 'smtp', url, from };
}

/** One address, alone or behind a name. */
function isSender(text: string): boolean {
	return /^(?:[^\s<>@,]+@[^\s<>@,]+|[^\r\n<>@,]*<[^\s<>@,]+@[^\s<>@,]+>)$/.test(text);
}
