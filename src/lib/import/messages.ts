import { formatMoney, maxCreditLimit } from '../customer/credit-limit.ts';
import { maxEmailLength } from '../customer/email.ts';
import { maxNameLength, maxNotesLength } from '../customer/field-catalogue.ts';
import type { ApplyProblem } from './apply.ts';
import type { Confirmation } from './plan/confirmations.ts';
import type { ImportWarning, RowIssue } from './issue.ts';
import type { FileProblem } from './table.ts';
import type { KeepReason, UndoProblem } from './undo.ts';

// The one table that turns codes into words. No message repeats a cell's value: the same words stand in
// server answers and logs of programs. What is wrong, where, what to do next.

/** A row's issue as a sentence for the merchant. */
export function issueMessage(issue: RowIssue): string {
	switch (issue.code) {
		case 'EMAIL_MISSING':
			return 'Email is missing. Every row needs one.';
		case 'EMAIL_INVALID':
			return 'Not a valid email. Example: name@company.com';
		case 'EMAIL_INVISIBLE':
			return 'The email holds invisible characters. Delete it and type it again.';
		case 'EMAIL_TOO_LONG':
			return `Email is ${count(issue.length)} characters; the limit is ${count(maxEmailLength)}.`;
		case 'EMAIL_DUPLICATE':
			return issue.copies > 2
				? `The same email is also on row ${issue.otherRow} (${count(issue.copies)} rows in all). Keep one.`
				: `The same email is also on row ${issue.otherRow}. Keep one.`;
		case 'NAME_TOO_LONG':
			return `Name is ${count(issue.length)} characters; the limit is ${count(maxNameLength)}.`;
		case 'NOTES_TOO_LONG':
			return `Notes are ${count(issue.length)} characters; the limit is ${count(maxNotesLength)}.`;
		case 'TEXT_NOT_STORABLE':
			return 'The text holds a character that cannot be stored (NUL or half a surrogate pair). Delete it.';
		case 'CREDIT_NOT_NUMBER':
			return 'Credit limit is not a plain number. Write 1500 or 1500.50, without currency sign or thousands separator.';
		case 'CREDIT_NEGATIVE':
			return "Credit limit can't be below 0.";
		case 'CREDIT_DECIMALS':
			return 'Credit limit has more than 2 decimals. It is never rounded: write 2 at most.';
		case 'CREDIT_TOO_LARGE':
			return `Credit limit is too large; the largest is ${formatMoney(maxCreditLimit)}.`;
		case 'QUOTE_OPEN':
			return 'A quote opens in this row and is not closed where its cell ends. Close it, or write "" for a quote inside a cell.';
		case 'ROW_WIDTH':
			return `The row has ${count(issue.cells)} cells, the header has ${count(issue.expected)}. An unquoted comma?`;
	}
}

/** Why a file cannot be read, and what to do. */
export function fileProblemMessage(problem: FileProblem): string {
	switch (problem.code) {
		case 'FILE_EMPTY':
			return 'This file is empty. Choose the file that holds your customers.';
		case 'FILE_TOO_LARGE': {
			const { is, limit } = sizes(problem.bytes, problem.maxBytes);
			return `This file is ${is}; the limit is ${limit}. Split it and import it in parts.`;
		}
		case 'FILE_BINARY':
			return 'This is neither a CSV file nor an Excel workbook. Export your customers as CSV and choose that file.';
		case 'FILE_XLS':
			return 'This is an old Excel workbook (.xls). In Excel, choose File > Save As > Excel Workbook (.xlsx) or CSV UTF-8, then choose that file here.';
		case 'FILE_ENCRYPTED':
			return 'This workbook is protected with a password. In Excel, save a copy without it (File > Info > Protect Workbook), then choose that file here.';
		case 'FILE_XLSX_DAMAGED':
			return 'This Excel workbook is damaged, or of a kind that cannot be read. Open it in Excel, choose File > Save As > CSV UTF-8, then choose that file here.';
		case 'FILE_XLSX_TOO_LARGE': {
			const { is, limit } = sizes(problem.bytes, problem.maxBytes);
			return `Unpacked, this workbook is ${is}; the limit is ${limit}. Copy the customers to a workbook of their own, or import them in parts.`;
		}
		case 'FILE_NO_ROWS':
			return 'No customers in this file: it has a header row and nothing below it.';
		case 'FILE_NO_HEADER':
			return 'The first row holds an email address, so there seems to be no header row. Add one, or treat the first row as a customer.';
		case 'FILE_HEADER_QUOTE':
			return `A quote opens in the header (row ${problem.row}) and is not closed where its cell ends. Close it and choose the file again.`;
		case 'FILE_TOO_MANY_ROWS':
			return `This file has ${count(problem.rows)} customers; the limit is ${count(problem.maxRows)}. Split it and import it in parts.`;
		case 'FILE_TOO_MANY_COLUMNS':
			return `This file has ${count(problem.columns)} columns; the limit is ${count(problem.maxColumns)}. Is it read with the right delimiter?`;
	}
}

/** A warning as a sentence. It may repeat status words of the file, which the person knows. */
export function warningMessage(warning: ImportWarning): string {
	switch (warning.code) {
		case 'PLAN_LIMIT':
			return planLimitMessage(warning);
		case 'MISSING_CELLS':
			return `${rowsHave(warning.rows)} fewer cells than the header. Missing cells count as empty.`;
		case 'UNKNOWN_STATUS':
			return unknownStatusMessage(warning);
		case 'STATE_NOT_STATUS':
			return `The column "${shorten(warning.header)}" is not read as the status: its values are something else, such as the states of addresses.`;
	}
}

/** Why an import asks for a deliberate confirmation (spec W9). It may tell stored and new amounts of one row. */
export function confirmationMessage(confirmation: Confirmation): string {
	switch (confirmation.code) {
		case 'MANY_CHANGES':
			return `${count(confirmation.updates)} of your ${count(confirmation.customers)} customers will change.`;
		case 'MANY_BLOCKED':
			return `${customers(confirmation.rows)} will be blocked.`;
		case 'MANY_UNBLOCKED':
			return `${customers(confirmation.rows)} will be unblocked.`;
		case 'TENFOLD_LIMIT': {
			const { rows, example } = confirmation;
			const change = `row ${example.row}: ${formatMoney(example.from)} → ${formatMoney(example.to)}`;
			return rows === 1
				? `1 credit limit changes tenfold or more, on ${change}.`
				: `${count(rows)} credit limits change tenfold or more, such as on ${change}.`;
		}
	}
}

/**
 * Why an import was refused. Nothing was written in any of these cases.
 *
 * @param nothing the sentence that says so; of a batch, others of the same file may have been written (spec I30)
 */
export function applyProblemMessage(problem: ApplyProblem, nothing = 'Nothing was imported.'): string {
	switch (problem.code) {
		case 'PLAN_STALE':
			return `Your customers changed since this preview: ${problem.rows.length === 1 ? '1 row differs' : `${count(problem.rows.length)} rows differ`}. ${nothing}`;
		case 'PLAN_LIMIT':
			return `${planLimitMessage(problem)} ${nothing}`;
		case 'ROWS_INVALID':
			return `${problem.issueCount === 1 ? '1 issue was' : `${count(problem.issueCount)} issues were`} found. ${nothing}`;
		case 'NOTHING_TO_CHANGE':
			return 'Nothing to change: every row matches its customer already.';
		case 'IMPORT_ID_REUSED':
			return 'This import was already applied with other content. Open the file again for a new preview.';
		case 'TOO_MANY_ROWS':
			return `An import holds at most ${count(problem.maxRows)} rows; this one has ${count(problem.rows)}.`;
	}
}

/** Why an import was not undone. Nothing was changed in any of these cases. */
export function undoProblemMessage(problem: UndoProblem): string {
	switch (problem.code) {
		case 'IMPORT_NOT_FOUND':
			return 'There is no such import in your company.';
		case 'UNDO_EXPIRED':
			return `This import is more than ${count(problem.days)} days old and can't be undone any more. To change customers back, import a file with the values that you want.`;
		case 'ALREADY_UNDONE':
			return 'This import is undone already: nothing of it is left to take back.';
		case 'NOTHING_TO_UNDO':
			return `Nothing can be undone: ${problem.kept === 1 ? 'the customer has' : `all ${customers(problem.kept)} have`} been changed since, or set a password, or ${problem.kept === 1 ? 'is' : 'are'} gone.`;
		case 'UNDO_STALE':
			return 'Your customers changed since this preview. Nothing was undone.';
		case 'UNDO_ID_REUSED':
			return 'This undo was already done with other content. Open it again for a new preview.';
	}
}

/** Why an undo leaves a customer as it is, and what can be done about it. */
export function keepReasonMessage(reason: KeepReason): string {
	switch (reason.code) {
		case 'EDITED':
			return 'This customer was edited since the import, so it stays as it is.';
		case 'LATER_IMPORT':
			return `A later import, "${shorten(reason.fileName)}", changed this customer. Undo that one first, then this one can be undone here too.`;
		case 'PASSWORD_SET':
			return 'This customer has set a password since the import and can sign in to your store, so it stays.';
		case 'CUSTOMER_GONE':
			return 'This customer is not there any more.';
	}
}

/** The same in a few words, below the row. */
export function keepReasonNote({ code }: KeepReason): string {
	switch (code) {
		case 'EDITED':
			return 'Edited since';
		case 'LATER_IMPORT':
			return 'Changed by a later import';
		case 'PASSWORD_SET':
			return 'Has a password';
		case 'CUSTOMER_GONE':
			return 'Not there any more';
	}
}

function planLimitMessage({
	allowed,
	present,
	creates
}: {
	allowed: number;
	present: number;
	creates: number;
}): string {
	const free = Math.max(0, allowed - present);
	return `${count(creates)} new ${creates === 1 ? "customer won't" : "customers won't"} fit: your plan allows ${count(allowed)}, you have ${count(present)} (${count(free)} free). Updates don't count.`;
}

// Unblocking somebody by mistake is what hurts, so it comes first.
function unknownStatusMessage({
	words,
	count: different,
	rows,
	unblocks
}: Extract<ImportWarning, { code: 'UNKNOWN_STATUS' }>): string {
	const have = rowsHave(rows);
	if (unblocks === 0) {
		const more = different - words.length;
		const named = words.map((word) => quoted(word.word, word.rows)).join(', ');
		return `${have} a status that is not a known word and will be read as ACTIVE: ${named}${more > 0 ? ` and ${count(more)} more` : ''}.`;
	}
	const unblocking = words.filter((word) => word.unblocks > 0);
	const rest = unblocking.reduce((left, word) => left - word.unblocks, unblocks);
	const named = unblocking.map((word) => quoted(word.word, word.unblocks)).join(', ');
	return `${customers(unblocks)} would be unblocked by status words that are not known: ${named}${rest > 0 ? ' and others' : ''}. In all, ${have} such a word and will be read as ACTIVE.`;
}

function customers(n: number): string {
	return n === 1 ? '1 customer' : `${count(n)} customers`;
}

function quoted(word: string, n: number): string {
	return `"${shorten(word)}" (${count(n)})`;
}

function shorten(text: string): string {
	const characters = [...text.slice(0, 80)];
	return characters.length > 30 ? `${characters.slice(0, 29).join('')}…` : text;
}

function rowsHave(n: number): string {
	return n === 1 ? '1 row has' : `${count(n)} rows have`;
}

function count(n: number | undefined): string {
	return (n ?? 0).toLocaleString('en-US');
}

function megabytes(bytes: number): string {
	return `${(bytes / (1024 * 1024)).toFixed(1).replace(/\.0$/, '')} MB`;
}

/** Both sizes in megabytes, or in bytes where rounding would call them the same. */
function sizes(bytes: number, maxBytes: number): { is: string; limit: string } {
	const [is, limit] = [megabytes(bytes), megabytes(maxBytes)];
	return is === limit ? { is: `${count(bytes)} bytes`, limit: `${count(maxBytes)} bytes` } : { is, limit };
}
