import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { mailSettings } from '../../../src/lib/server/mail/mail-settings.ts';

const from = 'Distribu <no-reply@distribu.example>';

test('without a server, mails are files in the data folder', () => {
	expect(mailSettings({})).toMatchObject({ kind: 'folder', path: resolve('data/mail') });
	expect(mailSettings({ DATA_DIR: 'elsewhere', SMTP_URL: '', MAIL_FROM: from })).toEqual({
		kind: 'folder',
		path: resolve('elsewhere/mail'),
		from
	});
});

test.each([
	'smtp://localhost:2525',
	'smtps://user:p%40ss@smtp.example.com:465',
	'smtp://smtp.example.com:587?requireTLS=true'
])('a server is named by an address: %s', (url) => {
	expect(mailSettings({ SMTP_URL: url, MAIL_FROM: from })).toEqual({ kind: 'smtp', url, from });
});

test.each([
	'localhost:25',
	'http://smtp.example.com',
	'smtps://?x=secret',
	'mail.shop.example',
	'direct:secret-word'
])('what is none is refused, and not repeated, since it may hold a password: %s', (url) => {
	expect(() => mailSettings({ SMTP_URL: url, MAIL_FROM: from })).toThrow(
		/^SMTP_URL must be an address such as/
	);
	expect(() => mailSettings({ SMTP_URL: url, MAIL_FROM: from })).not.toThrow(url);
});

test.each(['no-reply@distribu.example', from, '"Distribu" <a@b.example>'])(
	'mails come from: %s',
	(sender) => {
		expect(mailSettings({ SMTP_URL: 'smtp://localhost', MAIL_FROM: sender }).from).toBe(sender);
	}
);

test.each([
	'Distribu',
	'a@b.example, c@d.example',
	'a@b.example\r\nBcc: c@d.example',
	'<>',
	'Distribu <a@b.example> <c@d.example>'
])('mails come from one address: not %j', (sender) => {
	expect(() => mailSettings({ SMTP_URL: 'smtp://localhost', MAIL_FROM: sender })).toThrow(
		/^MAIL_FROM must be/
	);
});

test('a server without a sender is refused', () => {
	expect(() => mailSettings({ SMTP_URL: 'smtp://localhost' })).toThrow(/^With SMTP_URL, MAIL_FROM is needed/);
});
