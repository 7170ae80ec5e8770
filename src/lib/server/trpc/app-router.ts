import { list as listEntries } from './audit/list.ts';
import { lookup } from './customers/lookup.ts';
import { applyPlan } from './imports/apply-plan.ts';
import { changes } from './imports/changes.ts';
import { find } from './imports/find.ts';
import { list } from './imports/list.ts';
import { previewUndo } from './imports/preview-undo.ts';
import { show } from './imports/show.ts';
import { undo } from './imports/undo.ts';
import { createCallerFactory, router } from './trpc.ts';

export const appRouter = router({
	audit: router({ list: listEntries }),
	customers: router({ lookup }),
	imports: router({ applyPlan, changes, find, list, previewUndo, show, undo })
});

/** What the typed client is made from; pages import it as a type only. */
export type AppRouter = typeof appRouter;

/** Calls the procedures without HTTP, with a context made by hand: for tests. */
export const createCaller = createCallerFactory(appRouter);
