import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The project's own rules, but for those that ask the type checker: the files here are not on disk. */
const eslint = new ESLint({
	cwd: root,
	overrideConfig: [
		{ files: ['**/*'], ...ts.configs.disableTypeChecked },
		{ languageOptions: { parserOptions: { projectService: false } } }
	]
});

/**
 * What some of the project's lint rules say of a text.
 *
 * @param path the file that it would be, relative to the project
 */
export async function complaints(path: string, text: string, rules: readonly string[]): Promise<string[]> {
	const [result] = await eslint.lintText(text, { filePath: `${root}/${path}` });
	const messages = result?.messages ?? [];
	expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
	return messages.filter(({ ruleId }) => rules.includes(ruleId ?? '')).map(({ message }) => message);
}
