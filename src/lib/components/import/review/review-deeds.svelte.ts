import { rowsOf } from '../../../browser/review-rows.svelte.ts';
import { type RowCursor, fieldOf } from '../../../browser/row-cursor.svelte.ts';
import type { RowIssue } from '../../../import/issue.ts';
import type { FoundIssue, IssuePlace, ReviewRow, RowFilter } from '../../../import/worker-api.ts';
import { ListDeeds } from '../rows/list-deeds.svelte.ts';
import type { Deed } from './review-keys.ts';
import { issueWalkSentence, notComparedYet } from '../words/review-words.ts';
import { type ReviewSession, RowFixes } from './row-fixes.svelte.ts';
import { filterTitle, outcomeFilters } from '../words/words.ts';

interface Parts {
	session: ReviewSession;
	cursor: RowCursor;
	/** Tells screen readers. */
	announce: (text: string) => void;
	importNow: () => void;
	showKeys: () => void;
}

/** What can be done only when it is known what happens to the rows. */
const ofReview: ReadonlySet<Deed> = new Set<Deed>([
	'filter',
	'search',
	'details',
	'leave',
	'issue-next',
	'issue-previous',
	'edit',
	'accept',
	'accept-alike',
	'set-aside',
	'undo'
]);

/** Everything that a key, a button or a press on a cell can do in the review (spec W3, 3.9). */
export class ReviewDeeds extends ListDeeds<ReviewRow, RowFilter> {
	readonly fixes: RowFixes;

	protected override readonly leaving: readonly string[] = [
		'search',
		'details',
		'edit',
		'mapping',
		'import',
		'help'
	] satisfies Deed[];

	#parts: Parts;
	#walked = $state.raw<{ preview: unknown; issue: FoundIssue } | null>(null);

	constructor(parts: Parts) {
		const { session, cursor, announce, showKeys } = parts;
		super({
			rows: session.rows,
			cursor,
			announce,
			showKeys,
			filters: {
				all: 'all',
				byDigit: outcomeFilters.map(({ filter }) => filter),
				title: filterTitle,
				rows: (filter) => (session.preview ? rowsOf(session.preview.summary, filter) : null)
			}
		});
		this.#parts = parts;
		this.fixes = new RowFixes({
			session,
			cursor,
			turns: this.turns,
			say: (text) => this.say(text),
			openDetails: (row) => this.openDetails(row),
			isInRows: () => this.detailsRow === null
		});
	}

	/** The issue that the person went to last; null once the review is another. */
	get issue(): FoundIssue | null {
		return this.#walked?.preview === this.#parts.session.preview ? (this.#walked?.issue ?? null) : null;
	}

	/**
	 * Does what a key asks for, in the order of the keys: while a fix is under way, what depends on it waits.
	 *
	 * @param index the place of the key among those of its deed
	 */
	override perform(deed: Deed, index: number): void {
		const { session, importNow } = this.#parts;
		if (session.checked !== null && ofReview.has(deed)) return this.say(notComparedYet);
		const deeds: Record<Deed, () => unknown> = {
			...this.listDeeds(index),
			'issue-next': () => this.walkIssues('next'),
			'issue-previous': () => this.walkIssues('previous'),
			edit: () => this.fixes.editAtCursor(),
			accept: () => this.fixes.acceptAtCursor(),
			'accept-alike': () => this.fixes.acceptAlikeAtCursor(),
			'set-aside': () => this.fixes.setAsideAtCursor(),
			undo: () => this.fixes.undoAtCursor(),
			mapping: () => this.#goToMapping(),
			reload: () => this.#reload(),
			import: importNow
		};
		this.take(deed, deeds[deed]);
	}

	/**
	 * Goes to the issue after or before the place to which the person moved last (spec W3). Where a fix has brought
	 * another row there since, none is passed over.
	 */
	async walkIssues(direction: 'next' | 'previous'): Promise<void> {
		const { session, cursor } = this.#parts;
		const row = cursor.isPlaced ? (cursor.moved?.row ?? (await cursor.row())?.row) : undefined;
		const from = row === undefined ? null : { row, field: fieldOf(cursor.column) };
		const found = await session.ask.findIssue(from, direction);
		if (found === null) return this.say('There are no issues');
		await this.#goTo(found);
		this.#arriveAt(found);
	}

	/** Goes to one issue of the list, and says which of how many it is. */
	async showIssue(issue: RowIssue): Promise<void> {
		await this.#goTo(issue);
		const after = await this.#parts.session.ask.findIssue(issue, 'next');
		if (after === null) return;
		const { row, field } = issue;
		const number = after.number === 1 ? after.of : after.number - 1;
		this.#arriveAt({ row, field, issue, number, of: after.of, wrapped: false });
	}

	/** Goes to a row, in another filter where the present one leaves it out. */
	async showRow(row: number): Promise<void> {
		await this.#goTo({ row, field: fieldOf(this.#parts.cursor.column) });
	}

	#arriveAt(issue: FoundIssue): void {
		this.#walked = { preview: this.#parts.session.preview, issue };
		this.say(issueWalkSentence(issue));
	}

	async #goTo({ row, field }: IssuePlace): Promise<void> {
		const { session, cursor } = this.#parts;
		const position = await session.rows.locate(row);
		if (position !== -1) cursor.goTo(position, field ?? 'action', row);
	}

	#goToMapping(): void {
		const { mapping, file } = this.#parts.session;
		const suggested = file?.summary.suggestions.find(({ field }) => mapping[field] === null);
		const field = suggested?.field ?? 'email';
		const select = document.getElementById(`column-${field}`);
		// Nothing in closed details can take the focus.
		select?.closest('details')?.setAttribute('open', '');
		select?.focus();
	}

	async #reload(): Promise<void> {
		const { session } = this.#parts;
		if (!session.file?.handle) {
			return this.say('This browser cannot read the file again by itself. Replace it instead');
		}
		// Where it could not be read, a notice says so.
		await session.reload();
	}
}
