import type { ExperimentResult } from '../experiment.ts';
import { type HttpProxy, startHttpProxy } from '../proxies/http-proxy.ts';
import { type FaultApplication, startFaultApplication } from './application.ts';
import type { FaultDatabase } from './database.ts';
import { inspect } from './inspect.ts';
import { type PostgresOptions, startFaultPostgres } from './postgres-database.ts';

/** Instances of the application on one PostgreSQL, behind a plain round-robin proxy, which is the address that people know. */
export interface Instances {
	database: FaultDatabase;
	instances: readonly FaultApplication[];
	proxy: HttpProxy;
	/** Of the proxy. */
	origin: string;
}

export interface InstancesOptions extends PostgresOptions {
	/** Of the instances, set over the defaults. */
	environment?: Record<string, string>;
	/** The database's address as the instances get it, where that is another than the database's own. */
	throughProxy?: (databaseUrl: string) => Promise<string>;
}

/** Runs an experiment on so many instances, and takes everything down however it ends. */
export async function onInstances(
	count: number,
	work: (instances: Instances) => Promise<ExperimentResult>,
	{ throughProxy, environment, ...options }: InstancesOptions = {}
): Promise<ExperimentResult> {
	const started = await startFaultPostgres(options);
	if (started.kind === 'missing') return { rounds: 0, mustNever: {}, figures: {}, skipped: started.reason };
	const { database } = started;
	const addresses: string[] = [];
	const instances: FaultApplication[] = [];
	const proxy = await startHttpProxy(addresses);
	try {
		const databaseUrl = (await throughProxy?.(database.url)) ?? database.url;
		for (let i = 0; i < count; i++) {
			const instance = await startFaultApplication({
				databaseUrl,
				environment: { ...environment, ORIGIN: proxy.address }
			});
			instances.push(instance);
			addresses.push(instance.origin);
		}
		return await work({ database, instances, proxy, origin: proxy.address });
	} finally {
		await proxy.stop();
		for (const instance of instances) await instance.kill();
		await database.remove();
	}
}

/** Experiments ask more in a minute than people may; what the limits do is another test's. */
export async function forgetLimits({ url }: FaultDatabase): Promise<void> {
	await inspect(url, (client) => client.query('DELETE FROM "RateLimit"'));
}
