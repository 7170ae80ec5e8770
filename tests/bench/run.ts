/**
 * `npm run bench`: measures every step of an import beside its floor, and prints one table of goals. `npm run bench --
 * core` runs one part, `--rows=5000` some sizes of it; `--write` puts what was measured into README.md and results.json
 * beside this file.
 */
import { applyPart } from './apply-part.ts';
import { corePart } from './core.ts';
import { parallelPart } from './parallel.ts';
import { runParts } from './run-parts.ts';
import { wirePart } from './wire.ts';

await runParts([corePart, applyPart, wirePart, parallelPart], process.argv.slice(2));
process.exit();
