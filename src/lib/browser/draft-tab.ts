import { newImportId } from '../wire/new-import-id.ts';

/** Under which names this tab keeps things that outlive a page, and which names other open tabs have. */
export interface DraftTab {
	/** This tab's name: the same after a reload or a crash of the tab, and never that of another open tab. */
	name: () => Promise<string>;
	/** Reserves the name of a tab that is gone, until `release` or `become`; false where that tab may be open. */
	reserve: (name: string) => Promise<boolean>;
	release: (name: string) => void;
	/** Gives this tab a reserved name in place of its own. */
	become: (name: string) => void;
}

const storageKey = 'import-draft-tab';
// While a tab is loaded anew, its old page may still hold the lock for a moment.
const reloadMs = 1000;

/**
 * Names of tabs. Each open tab holds a Web Lock on its name; the browser lets go of it when the tab is gone,
 * however that ends. A tab that was duplicated begins with a copy of the other's name and gets its own. Where
 * the browser has no locks (pages over plain HTTP), a tab knows only itself.
 *
 * @param storage for tests: where a tab keeps its name
 * @param locks for tests: the locks of the tab's page
 */
export function createDraftTab(
	storage: () => Storage = () => sessionStorage,
	locks: () => LockManager | undefined = () => navigator.locks
): DraftTab {
	const held = new Map<string, () => void>();
	let own: Promise<string> | undefined;

	function hold(name: string, options: LockOptions): Promise<boolean> {
		const manager = locks();
		if (manager === undefined) return Promise.resolve(false);
		return new Promise((resolve) => {
			const request = manager.request(`${storageKey} ${name}`, options, (lock) => {
				resolve(lock !== null);
				if (lock !== null) return new Promise<void>((release) => held.set(name, release));
			});
			request.catch(() => resolve(false));
		});
	}

	async function findName(): Promise<string> {
		const before = read(storage);
		if (before !== null) {
			const isMine = await hold(before, { signal: AbortSignal.timeout(reloadMs) });
			if (isMine || locks() === undefined) return before;
		}
		const name = newImportId();
		await hold(name, { ifAvailable: true });
		write(storage, name);
		return name;
	}

	function release(name: string): void {
		held.get(name)?.();
		held.delete(name);
	}

	return {
		name: () => (own ??= findName()),
		reserve: async (name) => held.has(name) || (await hold(name, { ifAvailable: true })),
		release,
		become(name) {
			void own?.then((before) => {
				if (before !== name) release(before);
			});
			own = Promise.resolve(name);
			write(storage, name);
		}
	};
}

// A browser may be set to refuse a site its storage; the name is then the page's only.
function read(storage: () => Storage): string | null {
	try {
		return storage().getItem(storageKey);
	} catch {
		return null;
	}
}

function write(storage: () => Storage, name: string): void {
	try {
		storage().setItem(storageKey, name);
	} catch {
		return;
	}
}
