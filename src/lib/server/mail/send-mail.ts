import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { log } from '../log.ts';
import { type MailSettings, mailSettings } from './mail-settings.ts';

/** A mail to one person. */
export interface Mail {
	/** A valid address, alone. */
	to: string;
	subject: string;
	text: string;
	html: string;
}

// A server that does not answer must not hold up the end of the process, nor pile mails up.
const longest = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

const headers = {
	// Nobody's absence note or mailing list should answer (RFC 3834).
	'Auto-Submitted': 'auto-generated',
	'X-Auto-Response-Suppress': 'All'
};

/** A mail's parts come from us alone: no part of it is read from a file or an address. */
const closed = { disableFileAccess: true, disableUrlAccess: true };

let toldFolder: string | undefined;

/**
 * Sends a mail by the server of `SMTP_URL`, over TLS as its address says; without one, writes it as a file that
 * only its owner can read. Line breaks in subject and address cannot add headers: nodemailer encodes them.
 *
 * @throws Error of nodemailer or the file system, and RangeError for settings that are wrong
 */
export async function sendMail(mail: Mail): Promise<void> {
	const settings = mailSettings(process.env);
	const message = {
		...mail,
		from: settings.from,
		// As an object it is one address, whatever stands in it.
		to: { name: '', address: mail.to },
		subject: oneLine(mail.subject),
		headers
	};
	if (settings.kind === 'smtp') {
		await createTransport({ url: settings.url, ...longest, ...closed }).sendMail(message);
		return;
	}
	const composer = createTransport({ streamTransport: true, buffer: true, ...closed });
	const { message: bytes } = await composer.sendMail(message);
	await keep(settings, bytes as Buffer);
}

/** The name says when, so that the newest is last. The file has it once it is whole: somebody may be looking. */
async function keep({ path }: Extract<MailSettings, { kind: 'folder' }>, bytes: Buffer): Promise<void> {
	await mkdir(path, { recursive: true, mode: 0o700 });
	const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.eml`;
	const unfinished = join(path, `${name}.new`);
	await writeFile(unfinished, bytes, { mode: 0o600, flag: 'wx' });
	await rename(unfinished, join(path, name));
	if (toldFolder === path) return;
	toldFolder = path;
	log.info({ folder: path }, 'mails are written as files');
}

function oneLine(text: string): string {
	// eslint-disable-next-line no-control-regex -- they are what is taken out
	return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ');
}
