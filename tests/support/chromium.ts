import { existsSync } from 'node:fs';
import { installDebianPackage } from './debian-packages.ts';

/** Flags with which Chromium runs as any user, root too, and never looks beyond this machine. */
export const chromiumFlags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/**
 * The path of an installed Chromium or Chrome: `CHROMIUM_PATH`, else the usual places; undefined when
 * there is none. No test tool of this project downloads a browser.
 */
export function findChromium(): string | undefined {
	const places = [
		process.env.CHROMIUM_PATH,
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
	];
	return places.find((place) => place !== undefined && place !== '' && existsSync(place));
}

/**
 * Finds Chromium, and installs Debian's where there is none.
 *
 * @returns null when there is one, otherwise the reason why not, as a sentence
 */
export function ensureChromium(): string | null {
	if (findChromium() !== undefined) return null;
	const failure = installDebianPackage('chromium');
	if (failure !== null) return `There is no Chromium or Chrome here (CHROMIUM_PATH names one). ${failure}`;
	return findChromium() === undefined
		? 'The package chromium was installed, but not where it is looked for.'
		: null;
}
