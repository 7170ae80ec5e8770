import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment } from '../experiment.ts';
import { type FaultApplication, startFaultApplication } from '../harness/application.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	type SentImport,
	sendImport,
	settle
} from '../harness/company.ts';
import { spread } from '../harness/measures.ts';
import { startFaultPostgres } from '../harness/postgres-database.ts';
import { type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants, noViolations } from '../invariants.ts';
import { type LargeImports, prepareLargeImports } from './large-imports.ts';

const companies = 10;
const rounds = { short: 1, full: 10 };
const rows = { short: 1000, full: 5000 };

/** SIGTERM comes up to this part of the time that all imports take together. */
const latestEnd = 0.8;

/** An end may take this long, all imports included (E16). */
const longestEndMs = 30_000;

/** A company with what its next import is made from. */
interface Importer {
	company: FaultCompany;
	client: StaffClient;
	/** Whether its customers are the second of the two lists that the imports go between. */
	isChanged: boolean;
}

/** The server asked to end while ten companies import (E16). */
export const terminated: Experiment = {
	id: 'E16',
	title: 'SIGTERM with ten imports running',
	async run(size, seed) {
		const mustNever: Record<string, number> = {
			...noViolations(),
			'exit codes other than 0': 0,
			'ends that took over 30 s': 0
		};
		const started = await startFaultPostgres();
		if (started.kind === 'missing') return { rounds: 0, mustNever, figures: {}, skipped: started.reason };
		const { database } = started;
		const random = createRandom(seed);
		const imports = prepareLargeImports(rows[size]);
		const other = await makeFaultCompany(database.url, generateCustomers(100, 'lean', 9));
		const bystanders = [await bystander(database.url, other)];
		const application = await startFaultApplication({ databaseUrl: database.url });
		try {
			const importers = await makeImporters(database.url, application.origin, imports);
			const allMs = await timeOfAll(importers, imports);
			const written: number[] = [];
			const ends: number[] = [];
			for (let round = 0; round < rounds[size]; round++) {
				const end = await endOnce(application, importers, imports, random, allMs);
				if (end.code !== 0) addViolations(mustNever, { 'exit codes other than 0': 1 });
				if (end.ms > longestEndMs) addViolations(mustNever, { 'ends that took over 30 s': 1 });
				written.push(end.written);
				ends.push(end.ms);
			}
			addViolations(
				mustNever,
				await checkInvariants({
					databaseUrl: database.url,
					companies: importers.map(({ company }) => company),
					bystanders,
					origin: application.origin
				})
			);
			const figures = {
				'imports written, of 10 each': written.join(', '),
				'end after SIGTERM': spread(ends)
			};
			return { rounds: rounds[size], mustNever, figures };
		} finally {
			await application.kill();
			await database.remove();
		}
	}
};

async function makeImporters(
	databaseUrl: string,
	origin: string,
	imports: LargeImports
): Promise<Importer[]> {
	const importers: Importer[] = [];
	for (let index = 0; index < companies; index++) {
		const company = await makeFaultCompany(databaseUrl, imports.first);
		importers.push({ company, client: await signIn(origin, company.owner), isChanged: false });
	}
	return importers;
}

/** Sends one import of each company at once. */
function sendAll(
	importers: readonly Importer[],
	{ update, updateBack }: LargeImports
): { sent: SentImport; answered: Promise<unknown> }[] {
	return importers.map(({ company, client, isChanged }) => {
		const { request } = isChanged ? updateBack : update;
		const sent = noteImport(company, { ...request, importId: randomUUID() });
		return { sent, answered: sendImport(client, sent) };
	});
}

/** How long all imports take together, undisturbed, in a server that has done it once. */
async function timeOfAll(importers: readonly Importer[], imports: LargeImports): Promise<number> {
	let ms = 0;
	for (let time = 0; time < 2; time++) {
		const start = performance.now();
		await Promise.all(sendAll(importers, imports).map(({ answered }) => answered));
		ms = performance.now() - start;
		await settleAll(importers);
	}
	return ms;
}

/** Asks what became of each company's last import, as its sender would. */
async function settleAll(importers: readonly Importer[]): Promise<number> {
	let written = 0;
	for (const importer of importers) {
		const last = importer.company.events.at(-1);
		if (last?.kind !== 'import' || (await settle(importer.client, last)) === null) continue;
		importer.isChanged = !importer.isChanged;
		written++;
	}
	return written;
}

/** Asks the server to end while all import, starts it again, and asks what became of each import. */
async function endOnce(
	application: FaultApplication,
	importers: readonly Importer[],
	imports: LargeImports,
	random: Random,
	allMs: number
): Promise<{ code: number | NodeJS.Signals; ms: number; written: number }> {
	const sent = sendAll(importers, imports);
	await setTimeout(random.next() * latestEnd * allMs);
	const start = performance.now();
	const code = await application.end();
	const ms = performance.now() - start;
	await Promise.all(sent.map(({ answered }) => answered));
	await application.start();
	return { code, ms, written: await settleAll(importers) };
}
