import { readFileSync } from 'node:fs';
import { limitsFrom } from '../lib/import/limits.ts';
import { readArguments, usage } from './preview-arguments.ts';
import { exitStatus, fatalReport, previewFile, reportLines } from './preview-report.ts';
import { readExistingCustomers } from './read-existing-customers.ts';

// `npm run preview`: the import's reading, mapping and planning without a server.

async function main(argv: readonly string[]): Promise<number> {
	let options;
	try {
		const { files, against, map, planLimit, json } = readArguments(argv);
		const existing = against === null ? [] : await readExistingCustomers(against, readFile(against));
		options = { files, json, preview: { existing, map, planLimit, limits: limitsFrom(process.env) } };
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
		return 2;
	}
	let status = 0;
	for (const file of options.files) {
		const report = await previewOne(file, options.preview);
		process.stdout.write(`${options.json ? JSON.stringify(report) : reportLines(report).join('\n')}\n`);
		status = Math.max(status, exitStatus(report));
	}
	return status;
}

async function previewOne(
	file: string,
	options: Parameters<typeof previewFile>[2]
): ReturnType<typeof previewFile> {
	let bytes;
	try {
		bytes = readFile(file);
	} catch (error) {
		return fatalReport(file, 'FILE_NOT_FOUND', error instanceof Error ? error.message : String(error));
	}
	return previewFile(file, bytes, options);
}

function readFile(path: string): Uint8Array<ArrayBuffer> {
	try {
		return new Uint8Array(readFileSync(path));
	} catch {
		throw new Error(`The file ${path} cannot be opened.`);
	}
}

process.exitCode = await main(process.argv.slice(2));
