// Mail providers whose names are long enough that one slip makes no other word, each with the ends that it has.
const providers: Record<string, string> = {
	gmail: 'com',
	googlemail: 'com',
	yahoo:
		'com co.uk fr de it es ca in co.in co.id co.jp co.kr co.nz co.th com.ar com.au com.br com.hk com.mx com.my com.ph ' +
		'com.sg com.tr com.tw com.vn at be cl dk gr ie nl no pl pt ro se',
	hotmail: 'com co.uk fr de it es ca nl be com.ar com.au com.br com.mx ch dk fi gr no se',
	outlook: 'com fr de it es be at cl dk ie jp pt sa com.ar com.au com.br com.tr co.id co.th',
	icloud: 'com',
	protonmail: 'com ch',
	rediffmail: 'com',
	comcast: 'net',
	sbcglobal: 'net',
	bellsouth: 'net',
	btinternet: 'com',
	wanadoo: 'fr',
	laposte: 'net',
	freenet: 'de',
	't-online': 'de',
	bluewin: 'ch',
	bigpond: 'com'
};

// Ends that a slip makes of "com". The second ones are countries: there they are a slip only behind a big provider.
const noEnds = ['con', 'cim', 'clm', 'cmo', 'comm', 'coom', 'ccom', 'cpm', 'ocm', 'vom', 'xom', 'c0m'];
const otherEnds = ['cm', 'co', 'om'];

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

const providerOfSlip = new Map<string, string>(
	Object.keys(providers).flatMap((name) => [...slipsOf(name)].map((slip) => [slip, name] as const))
);
const endsOf = new Map(Object.entries(providers).map(([name, ends]) => [name, new Set(ends.split(' '))]));

const slips = hashSet([...providerOfSlip.keys()]);
const endSlips = hashSet([...noEnds, ...otherEnds]);
const slipStarts = new Uint8Array(1024);
for (const slip of providerOfSlip.keys()) slipStarts[pairAt(new TextEncoder().encode(slip), 0)] = 1;
const longestSlip = Math.max(...[...providerOfSlip.keys()].map((slip) => slip.length));
const longestEnd = Math.max(...noEnds.map((label) => label.length));

/**
 * The mail domain that a domain was probably meant to be: one slip of the fingers away from a big provider's
 * (`gmial.com`, `yaho.co.uk`, `hotmail.con`). Null for all others. A slip is a letter left out, typed twice,
 * swapped with the next or mistaken for the next key; not any letter, since `cloud.com`, `grail.com`, `mail.com`
 * and `ymail.com` are domains too. The first letter is hardly ever wrong.
 *
 * @param domain in lower case
 */
export function nearDomain(domain: string): string | null {
	const dot = domain.indexOf('.');
	const name = domain.slice(0, dot);
	const end = domain.slice(dot + 1);
	const ends = endsOf.get(name);
	if (ends?.has('com') && otherEnds.includes(end)) return `${name}.com`;
	const provider = providerOfSlip.get(name);
	if (provider !== undefined && endsOf.get(provider)?.has(end)) return `${provider}.${end}`;
	// No address ends so, whoever's it is.
	const last = domain.lastIndexOf('.');
	return noEnds.includes(domain.slice(last + 1)) ? `${domain.slice(0, last)}.com` : null;
}

/**
 * Whether `nearDomain` may have something to say of a domain in UTF-8, in any case; when this is false, it has not.
 * Nearly all domains are told by two of their labels, without making a text of any.
 *
 * @param firstDot where the first label ends
 * @param last where the last label starts
 * @param end behind the last label
 */
export function mayBeNear(
	bytes: Uint8Array,
	start: number,
	firstDot: number,
	last: number,
	end: number
): boolean {
	// What most labels are told by: how a slip begins, and the end that most addresses have.
	const mayBeSlip = slipStarts[pairAt(bytes, start)] === 1 && firstDot - start <= longestSlip;
	if (mayBeSlip && hasHash(slips, hashOfLabel(bytes, start, firstDot))) return true;
	if (end - last > longestEnd || isCom(bytes, last, end)) return false;
	return hasHash(endSlips, hashOfLabel(bytes, last, end));
}

function* slipsOf(name: string): Generator<string> {
	for (let i = 0; i < name.length; i++) {
		const [before, letter, after] = [name.slice(0, i), name.charAt(i), name.slice(i + 1)];
		yield before + letter + letter + after;
		if (after !== '' && after.charAt(0) !== letter) yield before + after.charAt(0) + letter + after.slice(1);
		if (i === 0) continue;
		yield before + after;
		for (const key of keysBeside(letter)) yield before + key + after;
	}
}

function keysBeside(letter: string): string[] {
	const row = keyboard.findIndex((keys) => keys.includes(letter));
	const at = keyboard[row]?.indexOf(letter);
	if (at === undefined) return [];
	const places = [
		[row, at - 1],
		[row, at + 1],
		[row - 1, at],
		[row - 1, at + 1],
		[row + 1, at - 1],
		[row + 1, at]
	] as const;
	return places.map(([line, place]) => keyboard[line]?.charAt(place) ?? '').filter((key) => key !== '');
}

/** A set of labels by their hashes alone: it has all of them, and perhaps others. */
function hashSet(labels: readonly string[]): Int32Array {
	// A power of two, and so many that a look needs hardly more than one.
	const places = new Int32Array(2 ** Math.ceil(Math.log2(labels.length * 4)));
	const encoder = new TextEncoder();
	for (const label of labels) {
		const hash = hashOfLabel(encoder.encode(label), 0, label.length);
		places[placeOf(places, hash)] = hash;
	}
	return places;
}

function hasHash(places: Int32Array, hash: number): boolean {
	return places[placeOf(places, hash)] === hash;
}

/** Where a hash stands, or the free place where it would. */
function placeOf(places: Int32Array, hash: number): number {
	const mask = places.length - 1;
	let place = (hash ^ (hash >>> 15)) & mask;
	while (places[place] !== 0 && places[place] !== hash) place = (place + 1) & mask;
	return place;
}

/** The first two bytes of a label as a number below 1024: the same in upper and lower case, and for some other pairs. */
function pairAt(bytes: Uint8Array, at: number): number {
	return (((bytes[at] ?? 0) & 31) << 5) | ((bytes[at + 1] ?? 0) & 31);
}

function isCom(bytes: Uint8Array, start: number, end: number): boolean {
	return end - start === 3 && bytes[start] === 0x63 && bytes[start + 1] === 0x6f && bytes[start + 2] === 0x6d;
}

/** The same in upper and lower case: the bit that tells these apart is set in digits and hyphens too. */
function hashOfLabel(bytes: Uint8Array, start: number, end: number): number {
	let hash = 0;
	for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + ((bytes[at] ?? 0) | 0x20)) | 0;
	return hash;
}
