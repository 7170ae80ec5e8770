import { type Struct, validate } from 'superstruct';
import { AppError } from './app-error.ts';

/**
 * Makes a struct the parser of a procedure's input. Whatever is wrong becomes BAD_INPUT: superstruct's
 * failures repeat the value (F9), and printing a value made to hurt can itself throw.
 */
export function parseInput<T>(struct: Struct<T>): (input: unknown) => T {
	return (input) => {
		let value: T | undefined;
		try {
			[, value] = validate(input, struct);
		} catch {
			value = undefined;
		}
		if (value === undefined) throw new AppError('BAD_INPUT');
		return value;
	};
}
