import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DraftTab, createDraftTab } from '../../../src/lib/browser/draft-tab.ts';
import type { FoundDraft, ImportDraft, ImportDrafts } from '../../../src/lib/browser/import-draft.ts';
import {
	createImportDrafts,
	forgetAllDrafts,
	forgetOtherDrafts
} from '../../../src/lib/browser/import-drafts.ts';
import { clearEmptyCells, noMapping } from '../../../src/lib/import/mapping.ts';
import { csvFile } from '../../support/csv-fixtures.ts';

const ann = { userId: 'ann', companyId: 'acme' };
const ben = { userId: 'ben', companyId: 'acme' };
const day = 24 * 60 * 60 * 1000;

/** A tab of the browser: its pages come and go, its session storage stays. */
class Tab {
	#storage: Storage;
	#page: HTMLIFrameElement | null = null;

	constructor(storage: Storage = new MemoryStorage()) {
		this.#storage = storage;
	}

	/** Loads the page, in place of the one that is there. */
	open(owner = ann): ImportDrafts {
		this.crash();
		// A frame is a page of its own: with it go its locks.
		const page = document.createElement('iframe');
		document.body.append(page);
		this.#page = page;
		const tab: DraftTab = createDraftTab(
			() => this.#storage,
			() => page.contentWindow?.navigator.locks
		);
		return createImportDrafts(owner, tab);
	}

	crash(): void {
		this.#page?.remove();
		this.#page = null;
	}

	/** As a browser does: the new tab begins with a copy of what this one keeps. */
	duplicate(): Tab {
		const copy = new MemoryStorage();
		for (const [key, value] of Object.entries(this.#storage)) copy.setItem(key, String(value));
		tabs.push(new Tab(copy));
		return tabs.at(-1) as Tab;
	}
}

class MemoryStorage implements Storage {
	[name: string]: unknown;
	get length(): number {
		return Object.keys(this).length;
	}
	clear(): void {
		for (const key of Object.keys(this)) delete this[key];
	}
	key(index: number): string | null {
		return Object.keys(this)[index] ?? null;
	}
	getItem(key: string): string | null {
		return (this[key] as string | undefined) ?? null;
	}
	setItem(key: string, value: string): void {
		this[key] = value;
	}
	removeItem(key: string): void {
		delete this[key];
	}
}

let tabs: Tab[] = [];

function newTab(): Tab {
	const tab = new Tab();
	tabs.push(tab);
	return tab;
}

function draft(name = 'customers.csv', fields: Partial<ImportDraft> = {}): ImportDraft {
	return {
		file: csvFile('email\nann@x.co\n', name),
		options: { delimiter: ';' },
		handle: null,
		mapping: { ...noMapping, email: 0 },
		emptyCells: { ...clearEmptyCells, notes: 'keep' },
		fixes: new Blob(['{}']),
		savedAt: Date.now(),
		...fields
	};
}

function nameOf(found: FoundDraft | null): string | undefined {
	return found?.draft.file.name;
}

beforeEach(async () => {
	await forgetAllDrafts();
	tabs = [];
});

afterEach(() => tabs.forEach((tab) => tab.crash()));

describe('W4 after a reload', () => {
	test('file, reading, mapping, switches and fixes are back', async () => {
		const tab = newTab();
		const kept = draft();
		await tab.open().save(kept);
		const found = await tab.open().find();
		expect(found?.from).toBe('this-tab');
		const { file, fixes, ...rest } = kept;
		expect(found?.draft).toMatchObject(rest);
		expect(await found?.draft.file.text()).toBe(await file.text());
		expect(found?.draft.file.name).toBe(file.name);
		expect(await found?.draft.fixes.text()).toBe(await fixes.text());
	});

	test('the last state counts, and the next one after the reload', async () => {
		const tab = newTab();
		const first = draft();
		const page = tab.open();
		await page.save(first);
		await page.save({ ...first, mapping: { ...noMapping, email: 3 } });
		const again = tab.open();
		const found = await again.find();
		expect(found?.draft.mapping.email).toBe(3);
		if (found) await again.save({ ...found.draft, mapping: { ...noMapping, email: 4 } });
		const last = await tab.open().find();
		expect(last?.draft.mapping.email).toBe(4);
		expect(await last?.draft.file.text()).toBe(await first.file.text());
	});

	test('another file takes the place of the first', async () => {
		const tab = newTab();
		const page = tab.open();
		await page.save(draft('first.csv'));
		await page.save(draft('second.csv'));
		expect(nameOf(await tab.open().find())).toBe('second.csv');
	});

	test('the file is not written again with every fix', async () => {
		const put = vi.spyOn(IDBObjectStore.prototype, 'put');
		const page = newTab().open();
		const first = draft();
		for (let fix = 0; fix < 3; fix++) await page.save({ ...first, fixes: new Blob([`${fix}`]) });
		const parts = put.mock.calls.map(([, key]) => (key as string[]).at(-1));
		put.mockRestore();
		expect(parts.filter((part) => part === 'file')).toHaveLength(1);
		expect(parts.filter((part) => part === 'review')).toHaveLength(3);
	});

	test('what was forgotten is gone, also when it was still being kept', async () => {
		const tab = newTab();
		const page = tab.open();
		const saving = page.save(draft());
		await page.clear();
		await saving;
		expect(await tab.open().find()).toBeNull();
	});

	test('a file that can be read again still can', async () => {
		const folder = await navigator.storage.getDirectory();
		const handle = await folder.getFileHandle('kept.csv', { create: true });
		const tab = newTab();
		await tab.open().save(draft('kept.csv', { handle }));
		const found = await tab.open().find();
		expect(await found?.draft.handle?.isSameEntry(handle)).toBe(true);
	});
});

describe('W4 each tab has its own', () => {
	test('what another open tab is at work on is not offered', async () => {
		const page = newTab().open();
		await page.save(draft('busy.csv'));
		expect(await newTab().open().find()).toBeNull();
	});

	test('what a closed or crashed tab left is offered, the last one first, and only once', async () => {
		const [early, late] = [newTab(), newTab()];
		await early.open().save(draft('early.csv', { savedAt: Date.now() - day }));
		await late.open().save(draft('late.csv'));
		early.crash();
		late.crash();
		const first = await newTab().open().find();
		expect([nameOf(first), first?.from]).toEqual(['late.csv', 'earlier-visit']);
		expect(nameOf(await newTab().open().find())).toBe('early.csv');
		expect(await newTab().open().find()).toBeNull();
	});

	test("going on with it makes it this tab's own", async () => {
		const gone = newTab();
		await gone.open().save(draft('left.csv'));
		gone.crash();
		const tab = newTab();
		const page = tab.open();
		const found = await page.find();
		if (found?.from !== 'earlier-visit') throw new Error('an earlier visit is offered');
		found.take();
		await page.save({ ...found.draft, mapping: { ...noMapping, email: 5 } });
		const again = await tab.open().find();
		expect([again?.from, again?.draft.mapping.email]).toEqual(['this-tab', 5]);
		await tab.open().clear();
		tab.crash();
		expect(await newTab().open().find()).toBeNull();
	});

	test('discarding it leaves nothing', async () => {
		const gone = newTab();
		await gone.open().save(draft());
		gone.crash();
		const found = await newTab().open().find();
		if (found?.from === 'earlier-visit') await found.discard();
		tabs.forEach((tab) => tab.crash());
		expect(await newTab().open().find()).toBeNull();
	});

	test('another file in its stead leaves it for later', async () => {
		const gone = newTab();
		await gone.open().save(draft('left.csv'));
		gone.crash();
		const tab = newTab();
		const page = tab.open();
		await page.find();
		await page.save(draft('other.csv'));
		await page.clear();
		expect(nameOf(await tab.open().find())).toBe('left.csv');
	});

	test('a duplicated tab does not take the draft of the first', async () => {
		const tab = newTab();
		const page = tab.open();
		await page.save(draft('first.csv'));
		const copy = tab.duplicate().open();
		expect(await copy.find()).toBeNull();
		await copy.save(draft('second.csv'));
		expect(nameOf(await tab.open().find())).toBe('first.csv');
	});
});

describe('W4 never for another user of the machine', () => {
	test('what somebody else left is deleted, not shown', async () => {
		const tab = newTab();
		await tab.open(ann).save(draft());
		expect(await tab.open(ben).find()).toBeNull();
		expect(await tab.open(ann).find()).toBeNull();
	});

	test('nor at another company', async () => {
		const tab = newTab();
		await tab.open(ann).save(draft());
		expect(await tab.open({ ...ann, companyId: 'other' }).find()).toBeNull();
		expect(await tab.open(ann).find()).toBeNull();
	});

	test('somebody who only looks at the dashboard deletes it too', async () => {
		const tab = newTab();
		await tab.open(ann).save(draft());
		await forgetOtherDrafts(ann);
		expect(await tab.open(ann).find()).not.toBeNull();
		await forgetOtherDrafts(ben);
		expect(await tab.open(ann).find()).toBeNull();
	});

	test('signing out deletes every draft', async () => {
		const [one, other] = [newTab(), newTab()];
		await one.open().save(draft());
		await other.open().save(draft());
		await forgetAllDrafts();
		expect(await one.open().find()).toBeNull();
		expect(await other.open().find()).toBeNull();
	});
});

test('W4 after a week a draft is deleted', async () => {
	const tab = newTab();
	await tab.open().save(draft('old.csv', { savedAt: Date.now() - 8 * day }));
	expect(await tab.open().find()).toBeNull();
	await tab.open().save(draft('new.csv', { savedAt: Date.now() - 6 * day }));
	expect(nameOf(await tab.open().find())).toBe('new.csv');
});

describe('W4 without storage the review goes on', () => {
	test('a draft that cannot be kept leaves none behind that is older', async () => {
		const tab = newTab();
		const page = tab.open();
		await page.save(draft('first.csv'));
		const notStorable = { ...noMapping, email: (() => 0) as unknown as number };
		await expect(page.save(draft('second.csv', { mapping: notStorable }))).resolves.toBeUndefined();
		expect(await tab.open().find()).toBeNull();
	});

	test('without locks and session storage a page knows itself', async () => {
		const refused = createDraftTab(
			() => {
				throw new DOMException('refused', 'SecurityError');
			},
			() => undefined
		);
		const page = createImportDrafts(ann, refused);
		await page.save(draft('own.csv'));
		expect(nameOf(await page.find())).toBe('own.csv');
		expect(await newTab().open().find()).toMatchObject({ from: 'earlier-visit' });
	});
});
