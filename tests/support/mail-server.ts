import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export interface ReceivedMail {
	/** Whom the sender asked the server to bring it to. */
	recipients: string[];
	/** Header lines, unfolded, by name in lower case, encoded words as they came. */
	headers: Map<string, string[]>;
	text: string;
	html: string;
}

/** A real SMTP server on a loopback address that keeps what it gets. */
export interface MailServer {
	/** For SMTP_URL. */
	url: string;
	mails: ReceivedMail[];
	stop(): Promise<void>;
}

/**
 * Starts a mail server on a free port.
 *
 * @param refuse what it answers instead of taking a mail, such as "550 no"
 */
export async function startMailServer(refuse?: { code: number; words: string }): Promise<MailServer> {
	const mails: ReceivedMail[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		logger: false,
		onData(stream, session, callback) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				if (refuse !== undefined) {
					callback(Object.assign(new Error(refuse.words), { responseCode: refuse.code }));
					return;
				}
				const recipients = session.envelope.rcptTo.map(({ address }) => address);
				mails.push({ recipients, ...readMail(Buffer.concat(chunks).toString('utf8')) });
				callback();
			});
		}
	});
	// A client that goes away in the middle is the test's own doing.
	server.on('error', () => {});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.server.address();
	if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
	return {
		url: `smtp://127.0.0.1:${address.port}`,
		mails,
		stop: () => new Promise((resolve) => server.close(() => resolve()))
	};
}

/** Reads a mail with a text and an HTML part, as nodemailer writes it. */
export function readMail(source: string): Omit<ReceivedMail, 'recipients'> {
	const [head = '', body = ''] = cut(source, '\r\n\r\n');
	const headers = readHeaders(head);
	const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type')?.[0] ?? '')?.[1];
	if (boundary === undefined) throw new Error('The mail has no parts.');
	const parts = body.split(`--${boundary}`).slice(1, -1);
	const texts = parts.map((part) => {
		const [partHead = '', content = ''] = cut(part.replace(/^\r\n/, ''), '\r\n\r\n');
		return decode(readHeaders(partHead).get('content-transfer-encoding')?.[0], content);
	});
	return { headers, text: texts[0] ?? '', html: texts[1] ?? '' };
}

/** The address of the link in a mail. */
export function linkOf({ text }: Pick<ReceivedMail, 'text'>): string {
	const link = /https?:\/\/\S+\/reset\S+/.exec(text)?.[0];
	if (link === undefined) throw new Error('The mail has no link.');
	return link;
}

function readHeaders(head: string): Map<string, string[]> {
	const headers = new Map<string, string[]>();
	for (const line of head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
		const [name = '', value = ''] = cut(line, ':');
		const key = name.toLowerCase();
		headers.set(key, [...(headers.get(key) ?? []), value.trim()]);
	}
	return headers;
}

function decode(encoding: string | undefined, content: string): string {
	if (encoding === 'base64') return Buffer.from(content, 'base64').toString('utf8');
	if (encoding !== 'quoted-printable') return content;
	const bytes = content
		.replaceAll(/=\r?\n/g, '')
		.replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}

function cut(text: string, at: string): [string, string] {
	const index = text.indexOf(at);
	return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + at.length)];
}
