import type { Mail } from '../mail/send-mail.ts';

/** What the mail with a link to a new password is made of. */
export interface ResetMail {
	to: string;
	/** The customer's, or null. */
	name: string | null;
	storeName: string;
	/** With the token. */
	link: string;
	/** Of the store's sign-in page. */
	signInAddress: string;
}

/** The mail that a customer asked for at the storefront (spec T2), as text and as HTML with every name escaped (T07). */
export function resetMail({ to, name, storeName, link, signInAddress }: ResetMail): Mail {
	const greeting = name === null ? 'Hello,' : `Hello ${name},`;
	const why = `someone, most likely you, asked for a link to set a password for ${storeName}.`;
	const how = 'It works once, within one hour. If you ask for another, this one stops working.';
	const otherwise =
		'You did not ask for it? Then you need do nothing: your password stays as it is, and nobody else got this link.';
	const later = `Later, you can sign in at ${signInAddress}`;
	return {
		to,
		subject: `Set your password for ${storeName}`,
		text: [greeting, why, `Set your password:\n${link}`, how, otherwise, later].join('\n\n') + '\n',
		html: page(`
			<p>${escape(greeting)}</p>
			<p>${escape(why)}</p>
			<p style="margin:24px 0">
				<a href="${escape(link)}" style="display:inline-block;padding:10px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none">Set your password</a>
			</p>
			<p>${escape(how)}</p>
			<p>The button does not work? Copy this address into your browser:<br>
				<span style="word-break:break-all">${escape(link)}</span></p>
			<p>${escape(otherwise)}</p>
			<p>Later, you can sign in at <a href="${escape(signInAddress)}">${escape(signInAddress)}</a></p>
		`)
	};
}

// Styles stand at the elements: mail programs drop style sheets. Nothing is loaded from anywhere.
function page(body: string): string {
	return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5">
<div dir="auto" style="max-width:36rem;margin:0 auto">${body.replaceAll(/\n\t+/g, '\n')}</div>
</body>
</html>
`;
}

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
