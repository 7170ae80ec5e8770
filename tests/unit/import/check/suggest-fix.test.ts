import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type FieldName, fieldNames } from '../../../../src/lib/customer/customer.ts';
import { readEmail } from '../../../../src/lib/customer/email.ts';
import { fieldDefinition } from '../../../../src/lib/customer/field-catalogue.ts';
import type { AmountReading } from '../../../../src/lib/import/check/amount-reading.ts';
import { valueText } from '../../../../src/lib/import/check/check-rows.ts';
import type { Suggestion } from '../../../../src/lib/import/fix.ts';
import { escapeFormula } from '../../../../src/lib/import/csv/formula-guard.ts';
import { suggestFix } from '../../../../src/lib/import/check/suggest-fix.ts';
import { arbitraryEmail } from '../../../support/arbitrary-customer.ts';

const plain: AmountReading = { kind: 'plain' };

function suggest(text: string, field: FieldName = 'email'): Suggestion | null {
	return suggestFix(field, text, plain);
}

describe('W4 an address with something around or inside it', () => {
	test.each([
		['invisible', 'bob\u200b@x.com', 'bob@x.com'],
		['invisible', '\u202abob@x.com\u202c', 'bob@x.com'],
		['invisible', 'bob@x.com\0', 'bob@x.com'],
		['mailto', 'mailto:bob@x.com', 'bob@x.com'],
		['mailto', 'MAILTO: Bob@x.com?subject=Hi', 'Bob@x.com'],
		['mailto', '<mailto:bob@x.com>', 'bob@x.com'],
		['name-and-address', 'Bob <bob@x.com>', 'bob@x.com'],
		['name-and-address', '"Doe, Bob" < bob@x.com >;', 'bob@x.com'],
		['name-and-address', '"Bob <bob@x.com>"', 'bob@x.com'],
		['name-and-address', 'bob@x.com (Bob)', 'bob@x.com'],
		['name-and-address', 'bob@x.com <mailto:bob@x.com>', 'bob@x.com'],
		['name-and-address', '"BOB@x.com" <bob@x.com>', 'bob@x.com'],
		['inner-space', 'joe @x.com', 'joe@x.com'],
		['inner-space', 'joe@ x.com', 'joe@x.com'],
		['inner-space', 'joe\u00a0@\nx . com', 'joe@x.com'],
		['inner-space', 'joe@mail. x.com', 'joe@mail.x.com'],
		['trailing-mark', 'a@x.com.', 'a@x.com'],
		['trailing-mark', 'a@x.com, ', 'a@x.com'],
		['trailing-mark', '<a@x.com>', 'a@x.com'],
		['trailing-mark', '“a@x.com”', 'a@x.com'],
		['trailing-mark', "'a@x.com'", 'a@x.com']
	])('%s: %j', (reason, text, to) => {
		expect(suggest(text)).toEqual({ reason, to });
	});

	test.each([
		['invisible', '\u200bmailto:bob@x.com', 'bob@x.com'],
		['name-and-address', 'Bob <bob @x.com.>', 'bob@x.com'],
		['mailto', 'mailto:bob @x.com;', 'bob@x.com']
	])('several things are one suggestion, by the first of them: %s: %j', (reason, text, to) => {
		expect(suggest(text)).toEqual({ reason, to });
	});

	test.each([
		'',
		'bob',
		'bob@x',
		'@x.com',
		'Bob Smith bob@x.com',
		'joe smith@x.com',
		'Mr. joe @x.com',
		'bob@x.com Smith',
		'bob@x.com. Bob',
		'bob@x.com .Bob',
		'a@x.com b@x.com',
		'a@x.com; b@x.com',
		'a@x.com <b@x.com>',
		'a@x.com (b@x.com)',
		'a@x.com <b@x.com> <c@x.com>',
		'bob@x.com@',
		'bob@gmail..com',
		`${'a'.repeat(600)} <a@x.com>`
	])('nothing is suggested where it may be another address: %j', (text) => {
		expect(suggest(text)).toBeNull();
	});

	test("V7 the apostrophe that keeps spreadsheets from running it stays, and none is added to other people's", () => {
		expect(suggest("'+bob @x.com")).toEqual({ reason: 'inner-space', to: "'+bob@x.com" });
		expect(suggest('+bob @x.com')).toEqual({ reason: 'inner-space', to: '+bob@x.com' });
		const { to = '' } = suggest(" '+bob@x.com.") ?? {};
		expect(readEmail(valueText('email', to))).toEqual({ ok: true, value: "'+bob@x.com" });
	});
});

describe('W4 near-miss domains are a hint', () => {
	test.each([
		['bob@gmial.com', 'bob@gmail.com'],
		['Bob@GMAL.com', 'Bob@gmail.com'],
		['bob@gmaill.com', 'bob@gmail.com'],
		['bob@gnail.com', 'bob@gmail.com'],
		['bob@gmail.con', 'bob@gmail.com'],
		['bob@gmail.co', 'bob@gmail.com'],
		['bob@gmail.cm', 'bob@gmail.com'],
		['bob@hotmial.com', 'bob@hotmail.com'],
		['bob@hotmal.co.uk', 'bob@hotmail.co.uk'],
		['bob@yaho.com', 'bob@yahoo.com'],
		['bob@yahooo.fr', 'bob@yahoo.fr'],
		['bob@outlok.com', 'bob@outlook.com'],
		['bob@outloook.de', 'bob@outlook.de'],
		['bob@iclod.com', 'bob@icloud.com'],
		['bob@tonline.de', 'bob@t-online.de'],
		['bob@acme.con', 'bob@acme.com']
	])('%s', (text, to) => {
		expect(readEmail(text).ok).toBe(true);
		expect(suggest(text)).toEqual({ reason: 'near-domain', to });
	});

	test.each(
		(
			'gmail.com googlemail.com yahoo.com yahoo.co.uk ymail.com rocketmail.com hotmail.com hotmail.fr outlook.com ' +
			'live.com live.co.uk msn.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de ' +
			't-online.de freenet.de mail.com email.com mail.de mail.ru yandex.ru yandex.com bk.ru list.ru inbox.ru ' +
			'protonmail.com proton.me pm.me zoho.com fastmail.com fastmail.fm hey.com tutanota.com comcast.net verizon.net ' +
			'att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com btinternet.com sky.com ' +
			'virginmedia.com talktalk.net orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it ' +
			'alice.it tin.it telenet.be skynet.be ziggo.nl xs4all.nl planet.nl home.nl bluewin.ch hispeed.ch sunrise.ch ' +
			'chello.at aon.at wp.pl o2.pl onet.pl interia.pl seznam.cz bigpond.com optusnet.com.au rogers.com shaw.ca ' +
			'telus.net qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net rediffmail.com uol.com.br bol.com.br ' +
			'terra.com.br ig.com.br ' +
			// Other people's domains, one letter from a provider's.
			'cloud.com grail.com gmall.com hmail.com tmail.com fmail.com vmail.com gemail.com itcloud.com incloud.com ' +
			'mycloud.com outlooks.com hotmails.com hotelmail.com yohoo.com gmail.de gmail.co.uk gmx.co outlook.be yahoo.cz ' +
			'life.com line.com love.com olive.com man.com sol.com ao.com wed.de orage.fr comcast.co t-online.co laposte.co acme.co acme.cm acme.community ' +
			'constructor.com x.con.com'
		).split(' ')
	)('no false alarm: %s', (domain) => {
		expect(suggest(`bob@${domain}`)).toBeNull();
	});
});

describe('V2, V4 other fields', () => {
	test('an amount is read as its column is', () => {
		expect(suggest('$1,250.00', 'creditLimit')).toEqual({ reason: 'amount', to: '1250.00' });
		expect(suggest('1.250', 'creditLimit')).toBeNull();
		const german: AmountReading = { kind: 'one-way', decimal: ',' };
		expect(suggestFix('creditLimit', '1.250', german)).toEqual({ reason: 'amount', to: '1250' });
	});
	test('one that only has invisible marks is without them', () => {
		expect(suggest('\u200e1250.50', 'creditLimit')).toEqual({ reason: 'invisible', to: '1250.50' });
	});
	test('more than the largest credit limit stays an issue', () => {
		expect(suggest('9.999.999.999,99', 'creditLimit')).toEqual({ reason: 'amount', to: '9999999999.99' });
		expect(suggest('10.000.000.000,00', 'creditLimit')).toBeNull();
	});
	test('what cannot be stored is taken out of names and notes, where something is left', () => {
		expect(suggest('Bob\0\ud800 😀', 'name')).toEqual({ reason: 'invisible', to: 'Bob 😀' });
		expect(suggest("'=1\0", 'notes')).toEqual({ reason: 'invisible', to: "'=1" });
		expect(suggest('\0', 'name')).toBeNull();
		expect(suggest('x'.repeat(101), 'name')).toBeNull();
	});
	test('a status is never guessed', () => {
		expect(suggest('blokced', 'status')).toBeNull();
	});
});

const cell = fc.oneof(
	fc.string({
		unit: fc.constantFrom(
			'a',
			'x.co',
			'@',
			'.',
			',',
			' ',
			'<',
			'>',
			'(',
			')',
			'"',
			"'",
			'=',
			'\u200b',
			'mailto:'
		)
	}),
	fc.string({ unit: fc.constantFrom('1', '0', '.', ',', ' ', "'", '$', '-', '\0', 'a', '=') }),
	fc.string({ unit: 'binary' })
);

property.prop(
	[fc.constantFrom(...fieldNames), cell, fc.constantFrom<AmountReading>(plain, { kind: 'mixed' })],
	{
		numRuns: 20_000
	}
)(
	'W4 what is suggested is another text, is read without an issue, and needs no further fix',
	(field, text, amounts) => {
		const suggestion = suggestFix(field, text, amounts);
		if (suggestion === null) return;
		expect(suggestion.to).not.toBe(text);
		expect(fieldDefinition(field).read(valueText(field, suggestion.to)).ok).toBe(true);
		if (suggestion.reason !== 'near-domain') {
			expect(fieldDefinition(field).read(valueText(field, text)).ok).toBe(false);
			expect(suggestFix(field, suggestion.to, amounts)?.reason ?? 'near-domain').toBe('near-domain');
		}
	}
);

property.prop(
	[
		arbitraryEmail(),
		fc.constantFrom(
			['mailto:', ''],
			['Bob <', '>'],
			['"Bob" <', '>,'],
			['', ' (Bob)'],
			['<', '>'],
			['', '.'],
			['', ' ;'],
			['\u200b', '\u200b']
		)
	],
	{ numRuns: 2000 }
)('W4 any address comes out of what stands around it', (email, [before, after]) => {
	const { to = '' } = suggest(escapeFormula(`${before}${email}${after}`)) ?? {};
	expect(readEmail(valueText('email', to))).toEqual({ ok: true, value: email });
});

test('hostile cells take no time', () => {
	const cells = [
		'<'.repeat(400),
		' '.repeat(499),
		'@'.repeat(400),
		'a@'.repeat(200),
		'. '.repeat(200),
		'1,'.repeat(29)
	];
	for (const text of [...cells, '('.repeat(1_000_000), '"'.repeat(1_000_000)]) {
		for (const field of fieldNames) expect(suggest(`${text}x`, field)?.to ?? null).toBeNull();
	}
});
