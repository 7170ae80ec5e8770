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

/**
 * Types a parser that takes more forms of an input than it gives on: callers are held to the one type, the procedure
 * gets the other. tRPC itself knows a function by its result alone.
 */
export function parserOf<Input, Parsed>(
	parse: (input: unknown) => Parsed
): { _input: Input; _output: Parsed } & ((input: unknown) => Parsed) {
	return parse as { _input: Input; _output: Parsed } & typeof parse;
}
