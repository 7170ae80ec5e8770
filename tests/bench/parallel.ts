import { type FaultApplication, startFaultApplication } from '../faults/harness/application.ts';
import { startFaultDatabase } from '../faults/harness/engines.ts';
import { signIn } from '../faults/harness/staff-client.ts';
import type { EngineName } from '../support/test-database.ts';
import { type Goal, atLeast, atMost } from './goal.ts';
import { importNext, makeImporters } from './importer.ts';
import { measure } from './measure.ts';
import { type MemoryUse, watchMemory } from './memory.ts';
import { type Section, duration, sectionTable } from './report.ts';
import type { Part, PartResult } from './run-parts.ts';

const rows = 5000;
const companies = 8;
const rounds = 7;
const warmUps = 1;

const alone = 'one after another';
const together = 'all at once';

/** Imports of as many companies, one after another and all at once, by the built server; and the memory that it takes. */
export const parallelPart: Part = {
	name: 'parallel',
	title: `${companies} imports at once`,
	command: 'npm run bench -- parallel',
	run: benchParallel
};

async function benchParallel(): Promise<PartResult> {
	const goals: Goal[] = [];
	const sections: Section[] = [];
	const surroundings: string[] = [];
	for (const engine of ['embedded', 'postgresql'] as const) {
		const started = await startFaultDatabase(engine);
		if (started.kind === 'missing') {
			surroundings.push(`No PostgreSQL: ${started.reason}`);
			continue;
		}
		const { database } = started;
		try {
			const application = await startFaultApplication({ databaseUrl: database.url });
			try {
				const { section, memory } = await benchEngine(engine, database.url, application);
				sections.push(section);
				goals.push(...goalsOf(engine, section, memory));
			} finally {
				await application.kill();
			}
		} finally {
			await database.remove();
		}
	}
	return { goals, sections: sections.map(sectionTable), surroundings };
}

async function benchEngine(
	engine: EngineName,
	databaseUrl: string,
	application: FaultApplication
): Promise<{ section: Section; memory: MemoryUse }> {
	const imports = 2 * (rounds + warmUps);
	const importers = await makeImporters(databaseUrl, { companies, rows, size: 'full', imports });
	const senders: (() => Promise<void>)[] = [];
	for (const importer of importers) {
		const client = await signIn(application.origin, importer.company.owner);
		senders.push(() => importNext(client, importer));
	}
	const endWatch = watchMemory([application.pid()]);
	const medians = await measure(
		[
			{
				name: alone,
				async run() {
					for (const send of senders) await send();
				}
			},
			{ name: together, run: () => Promise.all(senders.map((send) => send())) }
		],
		rounds,
		warmUps
	);
	return {
		section: {
			title: `${companies} imports of ${rows.toLocaleString('en')} full rows, update, on ${nameOf(engine)}`,
			note: `Each of another company, by HTTP, from the call to its answer. Medians of ${rounds} rounds.`,
			medians,
			floors: [alone]
		},
		memory: endWatch()
	};
}

function goalsOf(engine: EngineName, { medians }: Section, { before, most }: MemoryUse): Goal[] {
	const [one = Number.NaN, all = Number.NaN] = [medians.get(alone), medians.get(together)];
	const what = `${companies} imports at once on ${nameOf(engine)}`;
	return [
		atLeast(0.9, 'of the throughput of one after another', {
			what: `${what}: throughput`,
			measured: `${duration(all)}, one after another ${duration(one)}`,
			ratio: one / all
		}),
		atMost(300, 'MiB above idle', {
			what: `${what}: the server's memory`,
			measured: `${before.toFixed(0)} → ${most.toFixed(0)} MiB`,
			ratio: most - before
		})
	];
}

function nameOf(engine: EngineName): string {
	return engine === 'embedded' ? 'the embedded engine' : 'PostgreSQL';
}
