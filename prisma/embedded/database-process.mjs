/**
 * Starts the process of the embedded database. tsx reads our TypeScript and is put away before PGlite is loaded: every
 * module of a package passes through its thread too, which takes longer than the package itself.
 */
import { register } from 'tsx/esm/api';

const putAway = register();
const { runDatabaseProcess } = await import('./database-process.ts');
await putAway();
await runDatabaseProcess();
