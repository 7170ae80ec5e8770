/**
 * The production server: `node prisma/serve/serve.mjs`. `npm start` runs it once everything is there; a process
 * manager may run it itself, on a database that `npm run migrate` brought up to date. It needs a build and, in the
 * environment or `.env`, DATABASE_URL and AUTH_SECRET.
 *
 * tsx reads our TypeScript and is put away before the build is loaded: hundreds of modules would pass through its
 * thread, which takes three times as long as loading them.
 */
import { setFlagsFromString } from 'node:v8';
import { register } from 'tsx/esm/api';

// Left to itself, the heap grows to four times what is in use before it is swept: after a few large imports at once the
// process kept 570 MiB, of which 80 were in use. So it keeps 400, and an import takes a few percent longer.
setFlagsFromString('--heap-growing-percent=60');

const putAway = register();
const { runServer } = await import('./serve.ts');
await putAway();
await runServer();
