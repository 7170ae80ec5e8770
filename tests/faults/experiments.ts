import type { Experiment } from './experiment.ts';
import { killed } from './experiments/e01-killed.ts';
import { planLimit } from './experiments/e02-plan-limit.ts';
import { sameApply } from './experiments/e03-same-apply.ts';
import { editsBetween } from './experiments/e04-edits-between.ts';
import { crossing } from './experiments/e05-crossing.ts';
import { connectionCut } from './experiments/e06-connection-cut.ts';
import { databaseAway } from './experiments/e07-database-away.ts';
import { diskFails } from './experiments/e08-disk-fails.ts';
import { slowNetworkImports } from './experiments/e12-slow-network.ts';
import { browserAgainstServer } from './experiments/e14-browser-against-server.ts';
import { terminated } from './experiments/e16-terminated.ts';
import { twoOnOneFolder } from './experiments/e17-two-on-one-folder.ts';
import { enumeration } from './experiments/e20-enumeration.ts';
import { undo } from './experiments/e22-undo.ts';
import { batches } from './experiments/e23-batches.ts';
import { twoInstances } from './experiments/two-instances.ts';

/** All experiments, in the order in which they run. */
export const experiments: readonly Experiment[] = [
	killed,
	planLimit,
	sameApply,
	editsBetween,
	crossing,
	connectionCut,
	databaseAway,
	diskFails,
	slowNetworkImports,
	browserAgainstServer,
	terminated,
	twoOnOneFolder,
	enumeration,
	twoInstances,
	undo,
	batches
];
