import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { mayBeNear, nearDomain } from '../../../../src/lib/import/check/near-domain.ts';
import { bytesOf } from '../../../support/core.ts';

function mayBeNearText(domain: string): boolean {
	const bytes = bytesOf(`x@${domain}`);
	return mayBeNear(bytes, 2, 2 + domain.indexOf('.'), 3 + domain.lastIndexOf('.'), bytes.length);
}

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-');
const provider = fc.constantFrom(
	'gmail',
	'googlemail',
	'yahoo',
	'hotmail',
	'outlook',
	'icloud',
	't-online',
	'laposte'
);
const end = fc.constantFrom(
	'com',
	'con',
	'co',
	'cm',
	'co.uk',
	'comm',
	'de',
	'fr',
	'net',
	'com.br',
	'example.vom'
);

/** A provider's name with a letter left out, put in, put elsewhere or none of it. */
const slip = fc.tuple(provider, letter, fc.nat(9), fc.nat(3)).map(([name, other, at, kind]) => {
	const [before, here, after] = [name.slice(0, at), name.slice(at, at + 1), name.slice(at + 1)];
	if (kind === 0) return before + after;
	if (kind === 1) return before + other + here + after;
	if (kind === 2) return before + other + after;
	return before + after.slice(0, 1) + here + after.slice(1);
});

property.prop([slip, end, fc.boolean()], { numRuns: 5000 })(
	'W4 no slip of a domain is missed by a look at its bytes, in any case',
	(name, rest, isUpper) => {
		const domain = `${name}.${rest}`;
		if (nearDomain(domain) !== null)
			expect(mayBeNearText(isUpper ? domain.toUpperCase() : domain)).toBe(true);
	}
);

test.each([
	'gmail.com',
	'googlemail.com',
	'yahoo.com',
	'yahoo.co.uk',
	'hotmail.com',
	'hotmail.fr',
	'outlook.com',
	'icloud.com',
	'protonmail.ch',
	't-online.de',
	'laposte.net',
	'example.com',
	'orders.example.org',
	'mail.example.de'
])('%s is no slip, and its bytes alone say so', (domain) => {
	expect(mayBeNearText(domain)).toBe(false);
});
