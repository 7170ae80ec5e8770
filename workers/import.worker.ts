import { expose } from 'comlink';
import type { ImportWorkerApi } from '../src/lib/import/worker-api.ts';
import { createImportApi } from './import-api.ts';
import { warmUp } from './warm-up.ts';

const api = createImportApi();
let isOpened = false;

expose({
	...api,
	// A desk of its own: nothing of it gets into a file's answers.
	warmUp: () => warmUp(createImportApi(), () => isOpened),
	open(...file) {
		isOpened = true;
		return api.open(...file);
	}
} satisfies ImportWorkerApi);
