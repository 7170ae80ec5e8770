import { clear, createStore, delMany, getMany, keys, setMany } from 'idb-keyval';
import { type DraftTab, createDraftTab } from './draft-tab.ts';
import type { FoundDraft, ImportDraft, ImportDrafts } from './import-draft.ts';

/** Whose drafts: nobody else's are ever read. */
export interface DraftOwner {
	userId: string;
	companyId: string;
}

// The file is stored once, and not again with each fix.
type DraftKey = [userId: string, companyId: string, tab: string, part: 'review' | 'file'];
type StoredReview = Omit<ImportDraft, 'file' | 'handle'>;
type StoredFile = Pick<ImportDraft, 'file' | 'handle'>;

const store = createStore('import-drafts', 'drafts');
const maxAgeMs = 7 * 24 * 60 * 60 * 1000;

const thisTab = createDraftTab();

/**
 * Drafts in this browser's own database, one of each tab (spec W4). Whatever fails, such as a full disk or a
 * browser that keeps nothing, costs the draft and nothing else.
 *
 * @param tab for tests: the tab whose draft it is
 */
export function createImportDrafts(owner: DraftOwner, tab: DraftTab = thisTab): ImportDrafts {
	/** The file that the database has under this tab's name. */
	let stored: File | null = null;
	let last: Promise<unknown> = Promise.resolve();

	/** One after the other, so that nothing is kept that was forgotten later. */
	function inTurn<T>(task: () => Promise<T>, otherwise: T): Promise<T> {
		const turn = last.then(task).catch(() => otherwise);
		last = turn;
		return turn;
	}

	function keysOf(name: string): [review: DraftKey, file: DraftKey] {
		const { userId, companyId } = owner;
		return [
			[userId, companyId, name, 'review'],
			[userId, companyId, name, 'file']
		];
	}

	async function forget(name: string): Promise<void> {
		await delMany(keysOf(name), store);
	}

	async function load(name: string): Promise<ImportDraft | null> {
		const [review, file] = (await getMany(keysOf(name), store)) as [StoredReview?, StoredFile?];
		return review && file ? { ...review, ...file } : null;
	}

	async function save({ file, handle, ...review }: ImportDraft): Promise<void> {
		const name = await tab.name();
		const [reviewKey, fileKey] = keysOf(name);
		const parts: [DraftKey, StoredReview | StoredFile][] = [[reviewKey, review]];
		if (stored !== file) parts.push([fileKey, { file, handle }]);
		try {
			await setMany(parts, store);
			stored = file;
		} catch (error) {
			// Without the new one, the old one would come back after a reload.
			stored = null;
			await forget(name);
			throw error;
		}
	}

	async function find(): Promise<FoundDraft | null> {
		const name = await tab.name();
		const others = (await tidy(owner)).filter((other) => other !== name);
		for (const candidate of [name, ...others]) {
			if (candidate !== name && !(await tab.reserve(candidate))) continue;
			const draft = await load(candidate);
			if (draft && candidate === name) {
				stored = draft.file;
				return { from: 'this-tab', draft };
			}
			if (draft) return ofEarlierVisit(candidate, draft);
			if (candidate !== name) tab.release(candidate);
		}
		return null;
	}

	function ofEarlierVisit(name: string, draft: ImportDraft): FoundDraft {
		return {
			from: 'earlier-visit',
			draft,
			take() {
				stored = draft.file;
				tab.become(name);
			},
			async discard() {
				await inTurn(() => forget(name), undefined);
				tab.release(name);
			}
		};
	}

	return {
		save: (draft) => inTurn(() => save(draft), undefined),
		find: () => inTurn(find, null),
		clear: () =>
			inTurn(async () => {
				stored = null;
				await forget(await tab.name());
			}, undefined)
	};
}

/** Deletes what other people left in this browser, and what is too old; for whenever somebody is signed in. */
export async function forgetOtherDrafts(owner: DraftOwner): Promise<void> {
	await tidy(owner).catch(() => []);
}

/** Deletes every draft in this browser; for whoever signs out. */
export async function forgetAllDrafts(): Promise<void> {
	await clear(store).catch(() => undefined);
}

/** Deletes what is not this person's or too old; names the tabs of what is left, the last one first. */
async function tidy({ userId, companyId }: DraftOwner): Promise<string[]> {
	const all = await keys<DraftKey>(store);
	const [own, foreign] = partition(all, ([user, company]) => user === userId && company === companyId);
	const reviewKeys = own.filter(([, , , part]) => part === 'review');
	const reviews = await getMany<StoredReview>(reviewKeys, store);
	const times = new Map(reviewKeys.map(([, , tab], index) => [tab, reviews[index]?.savedAt ?? 0]));
	const [fresh, old] = partition(own, ([, , tab]) => (times.get(tab) ?? 0) > Date.now() - maxAgeMs);
	if (foreign.length + old.length > 0) await delMany([...foreign, ...old], store);
	const tabs = new Set(fresh.map(([, , tab]) => tab));
	return [...tabs].sort((one, other) => (times.get(other) ?? 0) - (times.get(one) ?? 0));
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [passing: T[], failing: T[]] {
	return [items.filter(test), items.filter((item) => !test(item))];
}
