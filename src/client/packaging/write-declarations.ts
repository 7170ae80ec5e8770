import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

/**
 * Writes the types of the package: those that its face names and what they are made of, without what is marked as
 * internal. They need no other package, and nothing of the server is in them.
 *
 * @throws Error with what the type checker says
 */
export function writeDeclarations(project: string, folder: string): void {
	const entry = join(project, 'src/client/package.ts');
	const program = ts.createProgram([entry, join(project, 'src/lib/import/workbook/saxen.d.ts')], {
		target: ts.ScriptTarget.ES2023,
		lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		types: [],
		strict: true,
		noUncheckedIndexedAccess: true,
		skipLibCheck: true,
		allowImportingTsExtensions: true,
		declaration: true,
		emitDeclarationOnly: true,
		stripInternal: true,
		rootDir: join(project, 'src'),
		outDir: folder
	});
	const emitted = new Map<string, string>();
	const { diagnostics } = program.emit(
		undefined,
		(path, text) => emitted.set(resolve(path), text),
		undefined,
		true,
		{
			afterDeclarations: [namesOfDeclarations]
		}
	);
	const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
	if (problems.length > 0) {
		throw new Error(
			ts.formatDiagnostics(problems, {
				getCanonicalFileName: (name) => name,
				getCurrentDirectory: () => project,
				getNewLine: () => '\n'
			})
		);
	}
	for (const path of reachable(join(folder, 'client/package.d.ts'), emitted)) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, emitted.get(path) ?? '');
	}
}

/** Imports name files as they are called beside the declarations: `./plan.js`, and not `./plan.ts`. */
function namesOfDeclarations(context: ts.TransformationContext): ts.Transformer<ts.SourceFile | ts.Bundle> {
	function visit(node: ts.Node): ts.Node {
		if (ts.isStringLiteral(node) && /^\.{1,2}\/.*\.ts$/.test(node.text))
			return context.factory.createStringLiteral(node.text.replace(/\.ts$/, '.js'), true);
		return ts.visitEachChild(node, visit, context);
	}
	return (file) => ts.visitNode(file, visit) as ts.SourceFile | ts.Bundle;
}

/** The declarations that a file needs, with itself. */
function reachable(entry: string, emitted: ReadonlyMap<string, string>): Set<string> {
	const found = new Set<string>();
	const waiting = [resolve(entry)];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (found.has(path)) continue;
		const text = emitted.get(path);
		if (text === undefined) throw new Error(`There are no types in ${path}.`);
		found.add(path);
		for (const { fileName } of ts.preProcessFile(text).importedFiles)
			waiting.push(resolve(dirname(path), fileName.replace(/\.js$/, '.d.ts')));
	}
	return found;
}
