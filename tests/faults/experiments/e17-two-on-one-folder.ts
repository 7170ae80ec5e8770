import { randomUUID } from 'node:crypto';
import { openEmbedded } from '../../../prisma/embedded/open-embedded.ts';
import { Refusal } from '../../../prisma/refusal.ts';
import type { Program } from '../../support/program.ts';
import { addViolations, type Experiment } from '../experiment.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	type SentImport,
	sendImport,
	settle
} from '../harness/company.ts';
import { startFaultEmbedded } from '../harness/embedded-database.ts';
import { databaseOf, launchProduct, type Product, untilUp } from '../harness/product.ts';
import { signIn } from '../harness/staff-client.ts';
import { removeFolder } from '../harness/temporary-folder.ts';
import { checkInvariants, noViolations } from '../invariants.ts';
import { type LargeImports, prepareLargeImports } from './large-imports.ts';

const rounds = { short: 1, full: 5 };
const rows = { short: 1000, full: 5000 };

/** What a second start must say, in the words of `prisma/embedded/holder.ts`. */
const refusal = /^The data folder .+ is in use by .+\. Stop it first, or set DATA_DIR to another folder\.$/m;

const refused = 1;

/** What every round works with. */
interface Stage {
	folder: string;
	company: FaultCompany;
	imports: LargeImports;
	/** The next import: there, or back. */
	isChanged: boolean;
	/** All that was started, to be ended with the experiment. */
	programs: Program[];
	mustNever: Record<string, number>;
}

/** The product started twice on one embedded data folder (E17). */
export const twoOnOneFolder: Experiment = {
	id: 'E17',
	title: 'two starts on one embedded data folder',
	async run(size) {
		const mustNever: Record<string, number> = {
			...noViolations(),
			'second processes let in': 0,
			'refusals without a plain sentence': 0,
			'imports of the first disturbed': 0
		};
		const imports = prepareLargeImports(rows[size]);
		const database = await startFaultEmbedded();
		const { folder } = database;
		const company = await makeFaultCompany(database.url, imports.first);
		await database.end();
		const stage: Stage = { folder, company, imports, isChanged: false, programs: [], mustNever };
		try {
			for (let round = 0; round < rounds[size]; round++) await tryRound(stage);
			const last = await launch(stage);
			await untilUp(last);
			const checked = { databaseUrl: databaseOf(folder), companies: [company], origin: last.origin };
			addViolations(mustNever, await checkInvariants(checked));
			return { rounds: rounds[size], mustNever, figures: { 'starts refused': 3 * rounds[size] } };
		} finally {
			for (const { kill } of stage.programs) kill('SIGTERM');
			await Promise.all(stage.programs.map(({ closed }) => closed));
			removeFolder(folder);
		}
	}
};

/** Two starts at the same moment, two more during an import, and one right after the first was killed. */
async function tryRound(stage: Stage): Promise<void> {
	const { company, mustNever } = stage;
	const first = await upFirst(stage);
	const client = await signIn(first.origin, company.owner);
	const during = nextImport(stage);
	const answering = sendImport(client, during);
	await expectRefused(stage, await launch(stage));
	await expectNotOpened(stage);
	if ((await answering).kind !== 'answer') addViolations(mustNever, { 'imports of the first disturbed': 1 });
	if ((await settle(client, during)) !== null) stage.isChanged = !stage.isChanged;

	const cut = nextImport(stage);
	const cutAnswer = sendImport(client, cut);
	first.program.kill('SIGKILL');
	const next = await launch(stage);
	await Promise.all([untilUp(next), cutAnswer]);
	const wasWritten = (await settle(await signIn(next.origin, company.owner), cut)) !== null;
	if (wasWritten) stage.isChanged = !stage.isChanged;
	next.program.kill('SIGTERM');
	await next.program.closed;
}

async function launch({ folder, programs }: Stage): Promise<Product> {
	const product = await launchProduct(folder);
	programs.push(product.program);
	return product;
}

/** Starts two at once; the one that comes up goes on. */
async function upFirst(stage: Stage): Promise<Product> {
	const both = [await launch(stage), await launch(stage)];
	const [up, ...more] = await Promise.all(
		both.map((product) =>
			untilUp(product).then(
				() => product,
				() => null
			)
		)
	).then((products) => products.filter((product) => product !== null));
	if (up === undefined) throw new Error(both.map(({ program }) => program.output()).join('\n'));
	addViolations(stage.mustNever, { 'second processes let in': more.length });
	for (const product of both) if (product !== up) await expectRefused(stage, product);
	return up;
}

/** A start that must end by itself, with one sentence. */
async function expectRefused({ mustNever }: Stage, { program }: Product): Promise<void> {
	const isUp = program.until('Stop it with Ctrl+C.').then(
		() => true,
		() => false
	);
	if (await isUp) addViolations(mustNever, { 'second processes let in': 1 });
	else if ((await program.ended) !== refused || !refusal.test(program.output()))
		addViolations(mustNever, { 'refusals without a plain sentence': 1 });
}

/** The same for a command that opens the folder without the product around it. */
async function expectNotOpened({ folder, mustNever }: Stage): Promise<void> {
	try {
		const opened = await openEmbedded({ dataDir: folder, address: null });
		addViolations(mustNever, { 'second processes let in': 1 });
		await opened.close();
	} catch (error) {
		if (!(error instanceof Refusal) || !refusal.test(error.message))
			addViolations(mustNever, { 'refusals without a plain sentence': 1 });
	}
}

/** The import of all customers there, or back. */
function nextImport({ company, imports, isChanged }: Stage): SentImport {
	const { request } = isChanged ? imports.updateBack : imports.update;
	return noteImport(company, { ...request, importId: randomUUID() });
}
