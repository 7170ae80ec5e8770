import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * A type as JSON: a primitive or literal by its name, a list as `{ list }`, one of several as `{ oneOf }`, an object as
 * `{ keys }`, of which those with `?` may be missing.
 */
export type Shape = string | { list: Shape } | { oneOf: Shape[] } | { keys: Record<string, Shape> };

/** What each procedure takes and answers, and the codes of its problems. */
export type ContractShape = Record<string, { input: Shape; output: Shape; problems: Shape }>;

const contract = fileURLToPath(new URL('../../src/client/contract.ts', import.meta.url));

/** The client's contract, as its types say it, down to the last key. */
export function contractShape(): ContractShape {
	const program = ts.createProgram([contract], {
		target: ts.ScriptTarget.ES2023,
		lib: ['lib.es2023.d.ts'],
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		types: [],
		strict: true,
		noEmit: true,
		allowImportingTsExtensions: true
	});
	const checker = program.getTypeChecker();
	const file = program.getSourceFile(contract);
	const declaration = file?.statements.find(
		(statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === 'Contract'
	);
	if (declaration === undefined) throw new Error('There is no contract.');
	const shapes: ContractShape = {};
	for (const procedure of checker.getTypeAtLocation(declaration).getProperties()) {
		const parts = checker.getTypeOfSymbol(procedure);
		shapes[procedure.name] = {
			input: partOf(parts, 'input'),
			output: partOf(parts, 'output'),
			problems: partOf(parts, 'problem')
		};
	}
	return shapes;

	function partOf(parts: ts.Type, part: string): Shape {
		const property = parts.getProperty(part);
		if (property === undefined) throw new Error(`A procedure has no ${part}.`);
		return read(checker.getTypeOfSymbol(property));
	}

	function read(type: ts.Type): Shape {
		if (type.isUnion()) {
			const shapes = type.types.map(read).sort(byText);
			return { oneOf: shapes };
		}
		if (checker.isArrayType(type) || checker.isTupleType(type)) {
			const [item] = checker.getTypeArguments(type as ts.TypeReference);
			return { list: item === undefined ? 'never' : read(item) };
		}
		const isObject = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
		return isObject ? { keys: keysOf(type) } : checker.typeToString(type);
	}

	function keysOf(type: ts.Type): Record<string, Shape> {
		const keys: Record<string, Shape> = {};
		for (const { keyType, type: valueType } of checker.getIndexInfosOfType(type))
			keys[`[${checker.typeToString(keyType)}]`] = read(valueType);
		for (const property of checker.getPropertiesOfType(type)) {
			const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
			const value = checker.getTypeOfSymbol(property);
			keys[property.name + (isOptional ? '?' : '')] = read(
				isOptional ? checker.getNonNullableType(value) : value
			);
		}
		return Object.fromEntries(Object.entries(keys).sort(([one], [other]) => (one < other ? -1 : 1)));
	}
}

function byText(one: Shape, other: Shape): number {
	return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
