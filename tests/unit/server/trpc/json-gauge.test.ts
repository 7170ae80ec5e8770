import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { createJsonGauge } from '../../../../src/lib/server/trpc/json-gauge.ts';

function gaugeOf(text: string, cut = text.length) {
	const bytes = new TextEncoder().encode(text);
	const gauge = createJsonGauge();
	gauge.add(bytes.subarray(0, cut));
	gauge.add(bytes.subarray(cut));
	return { depth: gauge.depth(), values: gauge.values() };
}

function depthOf(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 0;
	return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function leavesOf(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 1;
	return Math.max(
		1,
		Object.values(value).reduce<number>((sum, part) => sum + leavesOf(part), 0)
	);
}

property.prop([fc.jsonValue(), fc.nat()])(
	'T10: depth and number of values are those of the JSON, wherever its bytes are cut',
	(value, cut) => {
		const text = JSON.stringify(value);
		expect(gaugeOf(text, cut)).toEqual({ depth: depthOf(value), values: leavesOf(value) });
	}
);

const troublesome = fc.string({
	unit: fc.constantFrom('"', '\\', ',', '[', 'é'),
	maxLength: 100,
	size: 'max'
});

property.prop([fc.array(troublesome, { maxLength: 8 }), fc.integer({ min: 1, max: 150 })])(
	'T10: neither short nor long texts full of quotes and backslashes mislead it, in chunks of any length',
	(texts, length) => {
		const bytes = new TextEncoder().encode(JSON.stringify(texts));
		const gauge = createJsonGauge();
		for (let at = 0; at < bytes.length; at += length) gauge.add(bytes.subarray(at, at + length));
		expect([gauge.depth(), gauge.values()]).toEqual([1, Math.max(1, texts.length)]);
	}
);

test.each([
	['"[[[,,,"', 0, 1],
	['"\\"[,"', 0, 1],
	['"\\\\",[', 1, 2],
	['["é[","😀,"]', 1, 2],
	[']]]]][[', 0, 1],
	['', 0, 1]
])('T10: brackets and commas in texts count for nothing: %s', (text, depth, values) => {
	expect(gaugeOf(text)).toEqual({ depth, values });
});
