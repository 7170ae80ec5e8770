import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { finishLater, later } from '../../../src/lib/server/later.ts';
import { log } from '../../../src/lib/server/log.ts';
import { type Mail, sendMail } from '../../../src/lib/server/mail/send-mail.ts';
import { resetMail } from '../../../src/lib/server/storefront/reset-mail.ts';
import { linkOf, type MailServer, readMail, startMailServer } from '../../support/mail-server.ts';

const link = `https://shop.example/store/acme/reset?token=${'t'.repeat(43)}`;

function mailTo(to: string, names: { name?: string | null; storeName?: string } = {}): Mail {
	const { name = 'Deli', storeName = 'Acme Wholesale' } = names;
	return resetMail({ to, name, storeName, link, signInAddress: 'https://shop.example/store/acme/login' });
}

let server: MailServer | undefined;

async function listen(refuse?: { code: number; words: string }): Promise<MailServer> {
	server = await startMailServer(refuse);
	process.env.SMTP_URL = server.url;
	process.env.MAIL_FROM = 'Distribu <no-reply@distribu.example>';
	return server;
}

afterEach(async () => {
	for (const name of ['SMTP_URL', 'MAIL_FROM', 'DATA_DIR']) delete process.env[name];
	vi.restoreAllMocks();
	await server?.stop();
	server = undefined;
});

test('T2: a mail server gets the mail, with the link in text and HTML and the shop in the subject', async () => {
	const { mails } = await listen();
	await sendMail(mailTo('deli@shop.example'));
	expect(mails).toHaveLength(1);
	const [mail] = mails;
	expect(mail?.recipients).toEqual(['deli@shop.example']);
	expect(mail?.headers.get('from')).toEqual(['Distribu <no-reply@distribu.example>']);
	expect(mail?.headers.get('subject')).toEqual(['Set your password for Acme Wholesale']);
	expect(mail?.headers.get('auto-submitted')).toEqual(['auto-generated']);
	expect(mail && linkOf(mail)).toBe(link);
	expect(mail?.text).toContain('Hello Deli,');
	expect(mail?.html.split(link)).toHaveLength(3);
	// Nothing in it is loaded from anywhere, so that reading it tells nobody.
	expect(mail?.html).not.toMatch(/<img|<link|src=|url\(/);
});

test('T07: names in a mail are text: no markup, also not through quotes', async () => {
	const { mails } = await listen();
	const name = '<script>alert(1)</script>';
	const storeName = `Acme" onmouseover='x' & <img src=x>`;
	await sendMail(mailTo('deli@shop.example', { name, storeName }));
	const [mail] = mails;
	expect(mail?.html).toContain('Hello &lt;script&gt;alert(1)&lt;/script&gt;,');
	expect(mail?.html).toContain('Acme&quot; onmouseover=&#39;x&#39; &amp; &lt;img src=x&gt;');
	expect(mail?.html).not.toMatch(/<script|<img|onmouseover='/);
	expect(mail?.text).toContain(`Hello ${name},`);
});

test('T07: line breaks in a name or an address add no header and no recipient', async () => {
	const { mails } = await listen();
	const breaks = ['\r\n', '\n', '\r', '\u2028', '\0'];
	for (const at of breaks) {
		await sendMail(
			mailTo('deli@shop.example', { storeName: `Acme${at}Bcc: thief@evil.example${at}${at}body` })
		);
	}
	expect(mails).toHaveLength(breaks.length);
	for (const mail of mails) {
		expect(mail.recipients).toEqual(['deli@shop.example']);
		expect(mail.headers.has('bcc')).toBe(false);
		expect(mail.headers.get('subject')).toHaveLength(1);
	}
	await sendMail(mailTo('deli@shop.example\r\nBcc: thief@evil.example')).catch(() => {});
	await sendMail(mailTo('deli@shop.example, thief@evil.example')).catch(() => {});
	expect(mails.flatMap(({ recipients }) => recipients)).not.toContain('thief@evil.example');
});

test('T2: names of any script arrive as they are', async () => {
	const { mails } = await listen();
	await sendMail(mailTo('deli@shop.example', { name: 'Ünal Şarküteri 🥖', storeName: '卸売 Söhne' }));
	expect(mails[0]?.text).toContain('Hello Ünal Şarküteri 🥖,');
	expect(mails[0]?.text).toContain('a password for 卸売 Söhne.');
	const [subject = ''] = mails[0]?.headers.get('subject') ?? [];
	expect(subject).toMatch(/^=\?UTF-8\?/);
});

test('T2, T26: a mail that is refused is a line with codes and a count in the log, without address or token', async () => {
	await listen({ code: 550, words: 'no such mailbox: deli@shop.example' });
	const lines: unknown[] = [];
	vi.spyOn(log, 'error').mockImplementation((...line: unknown[]) => void lines.push(line));
	for (let i = 0; i < 2; i++) later('mailing', 'request-7', () => sendMail(mailTo('deli@shop.example')));
	await finishLater();
	expect(lines).toHaveLength(2);
	expect(lines).toEqual([
		[expect.objectContaining({ requestId: 'request-7', code: 'EMESSAGE' }), 'mailing failed'],
		[expect.objectContaining({ failures: expect.any(Number) }), expect.any(String)]
	]);
	expect(JSON.stringify(lines)).not.toMatch(/deli|shop\.example|tttt/);
});

test('T2: a server that is not there is no more than such a line', async () => {
	const vacant = createServer();
	await new Promise<void>((resolve) => vacant.listen(0, '127.0.0.1', resolve));
	const address = vacant.address();
	await new Promise((resolve) => vacant.close(resolve));
	process.env.SMTP_URL = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
	process.env.MAIL_FROM = 'no-reply@distribu.example';
	const lines: unknown[] = [];
	vi.spyOn(log, 'error').mockImplementation((...line: unknown[]) => void lines.push(line));
	later('mail', 'request-8', () => sendMail(mailTo('deli@shop.example')));
	await finishLater();
	expect(lines).toEqual([[expect.objectContaining({ code: 'ESOCKET' }), expect.any(String)]]);
});

test('T2: without a server the mail is a file that only its owner can read, and the log says in which folder', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'distribu-mail-'));
	process.env.DATA_DIR = folder;
	const lines: unknown[] = [];
	vi.spyOn(log, 'info').mockImplementation((...line: unknown[]) => void lines.push(line));
	try {
		await sendMail(mailTo('deli@shop.example'));
		await sendMail(mailTo('other@shop.example'));
		const files = readdirSync(join(folder, 'mail')).sort();
		expect(files).toHaveLength(2);
		expect(statSync(join(folder, 'mail')).mode & 0o777).toBe(0o700);
		const sources = files.map((file) => {
			expect(file).toMatch(/^[\dTZ.-]+-[0-9a-f]{8}\.eml$/);
			expect(statSync(join(folder, 'mail', file)).mode & 0o777).toBe(0o600);
			return readFileSync(join(folder, 'mail', file), 'utf8');
		});
		expect(sources.map((source) => linkOf(readMail(source)))).toEqual([link, link]);
		expect(lines).toEqual([[{ folder: join(folder, 'mail') }, 'mails are written as files']]);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('T23: what waits for its turn is done before the process ends', async () => {
	const { mails } = await listen();
	for (let i = 0; i < 20; i++) later('mail', 'request-9', () => sendMail(mailTo(`shop${i}@shop.example`)));
	expect(mails).toHaveLength(0);
	await finishLater();
	expect(mails).toHaveLength(20);
});
