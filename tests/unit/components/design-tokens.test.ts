import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../src/app.css', import.meta.url), 'utf8');

const tokens = new Map(
	[...css.matchAll(/--color-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
		([, name = '', light = '', dark = '']) => [name, { light, dark }]
	)
);

/** The relative luminance of a color such as `#1d4ed8` (WCAG 2.2). */
function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5]
		.map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, scheme: 'light' | 'dark'): number {
	const [a, b] = [one, other].map((name) => luminance(tokens.get(name)?.[scheme] ?? ''));
	return (Math.max(a ?? 0, b ?? 0) + 0.05) / (Math.min(a ?? 0, b ?? 0) + 0.05);
}

const readable = [
	...['bg', 'surface', 'accent-bg', 'unchanged-bg'].flatMap((back) => [
		['text', back],
		['muted', back],
		['accent', back]
	]),
	['on-accent', 'accent'],
	['on-accent', 'accent-strong'],
	...['create', 'update', 'unchanged', 'issue', 'warning'].flatMap((tone) => [
		[tone, 'bg'],
		[tone, `${tone}-bg`],
		['text', `${tone}-bg`]
	])
] as [string, string][];

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
	test.each(readable)('%s is readable on %s (WCAG 1.4.3)', (text, back) => {
		expect(contrast(text, back, scheme)).toBeGreaterThanOrEqual(4.5);
	});

	test.each(['bg', 'surface'])('the border of a control stands out from %s (WCAG 1.4.11)', (back) => {
		expect(contrast('border', back, scheme)).toBeGreaterThanOrEqual(3);
	});
});
