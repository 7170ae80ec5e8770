/**
 * `npm run bench:scale`: what lists, search, export, import, undo and history cost with 1,000,000 customers beside the
 * same with 1,000, and how many customers a second two and four instances of the application import on one PostgreSQL.
 * Needs PostgreSQL and the built application. `--write` puts the result into README.md and results.json beside this file.
 */
import { instancesPart } from './instances.ts';
import { millionPart } from './million.ts';
import { runParts } from './run-parts.ts';

await runParts([millionPart, instancesPart], process.argv.slice(2));
process.exit();
