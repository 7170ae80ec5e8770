import type { ContractShape, Shape } from './contract-shape.ts';

/**
 * What a contract has lost since it was another: what a program that was written for the earlier one would miss. Procedures,
 * keys of answers, keys that may be sent, and codes may be added; nothing else.
 */
export function contractLosses(before: ContractShape, after: ContractShape): string[] {
	return Object.entries(before).flatMap(([name, then]) => {
		const now = after[name];
		if (now === undefined) return [`${name} is gone`];
		return [
			...inputLosses(`${name} takes`, then.input, now.input),
			...outputLosses(`${name} answers`, then.output, now.output),
			...outputLosses(`${name} refuses with`, then.problems, now.problems)
		];
	});
}

/** Whatever was sent before may still be sent. */
function inputLosses(path: string, then: Shape, now: Shape): string[] {
	return compare(path, then, now, inputLosses, (thenKeys, nowKeys) => [
		...Object.keys(thenKeys)
			.filter((key) => !hasKey(nowKeys, key))
			.map((key) => `${path}.${plain(key)} may not be sent any more`),
		...Object.keys(nowKeys)
			.filter((key) => isRequired(key) && !(key in thenKeys))
			.map((key) => `${path}.${key} has to be sent`)
	]);
}

/** Whatever was answered before is still there, and is still what it was. */
function outputLosses(path: string, then: Shape, now: Shape): string[] {
	const canBeNull = !membersOf(then).includes('null') && membersOf(now).includes('null');
	if (canBeNull) return [`${path} can be null`];
	return compare(path, then, now, outputLosses, (thenKeys, nowKeys) =>
		Object.keys(thenKeys)
			.filter((key) => !(key in nowKeys) && !(!isRequired(key) && plain(key) in nowKeys))
			.map((key) => `${path}.${plain(key)} ${hasKey(nowKeys, key) ? 'can be missing' : 'is gone'}`)
	);
}

type Losses = (path: string, then: Shape, now: Shape) => string[];

function compare(
	path: string,
	then: Shape,
	now: Shape,
	losses: Losses,
	ofKeys: (then: Record<string, Shape>, now: Record<string, Shape>) => string[]
): string[] {
	if (typeof then === 'object' && 'oneOf' in then) {
		const members = membersOf(now);
		return then.oneOf
			.filter((one) => !members.some((member) => losses(path, one, member).length === 0))
			.map((one) => `${path}: ${JSON.stringify(one)} is gone`);
	}
	if (typeof now === 'object' && 'oneOf' in now) {
		return now.oneOf.some((member) => losses(path, then, member).length === 0)
			? []
			: [`${path}: ${JSON.stringify(then)} is gone`];
	}
	if (typeof then === 'string' || typeof now === 'string')
		return then === now || then === 'never' ? [] : [`${path} was ${JSON.stringify(then)}`];
	if ('list' in then || 'list' in now) {
		if (!('list' in then && 'list' in now)) return [`${path} was ${JSON.stringify(then)}`];
		return losses(`${path}[]`, then.list, now.list);
	}
	const common = Object.entries(then.keys).flatMap(([key, shape]) => {
		const other = now.keys[plain(key)] ?? now.keys[`${plain(key)}?`];
		return other === undefined ? [] : losses(`${path}.${plain(key)}`, shape, other);
	});
	return [...ofKeys(then.keys, now.keys), ...common];
}

function membersOf(shape: Shape): Shape[] {
	return typeof shape === 'object' && 'oneOf' in shape ? shape.oneOf : [shape];
}

function isRequired(key: string): boolean {
	return !key.endsWith('?');
}

function plain(key: string): string {
	return key.replace(/\?$/, '');
}

function hasKey(keys: Record<string, Shape>, key: string): boolean {
	return plain(key) in keys || `${plain(key)}?` in keys;
}
