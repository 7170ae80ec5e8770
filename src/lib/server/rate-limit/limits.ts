/** How often something may be tried within a window of time, and why so often. */
export interface RateLimit {
	/** Attempts of one key within the window. */
	points: number;
	/** The window, which begins with the first attempt. */
	seconds: number;
	/** What is counted for which key, and what the number was chosen for. */
	why: string;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Every limit of the application. A token is counted as a person is, by itself. Those of people's work are far above what hands can do, for a person and for
 * a whole company; those of guessing are what keeps a password of twelve characters out of reach (T22).
 */
export const limits = {
	signInAddress: {
		points: 100,
		seconds: 15 * minute,
		why: 'failed sign-ins from one address, whatever the account: stuffing is slow, an office behind one address is not disturbed'
	},
	signInAccountAddress: {
		points: 10,
		seconds: hour,
		why: 'failed sign-ins to one account from one address: one guesser alone takes most of a day to use up the account’s own limit'
	},
	signInAccount: {
		points: 100,
		seconds: day,
		why: 'failed sign-ins to one account from browsers that never signed in to it: NIST 800-63B allows 100 in a row'
	},
	signInKnownBrowser: {
		points: 20,
		seconds: day,
		why: 'failed sign-ins to one account from a browser that signed in to it before, which other people’s guesses do not hold up'
	},
	storeReset: {
		points: 5,
		seconds: hour,
		why: 'links to a new password for one customer: nobody’s mailbox is flooded'
	},
	storeResetAddress: {
		points: 30,
		seconds: hour,
		why: 'links to a new password asked for from one address'
	},
	storeResetStore: {
		points: 1000,
		seconds: hour,
		why: 'links to a new password for all customers of one store: a store made for it sends no floods of mail'
	},
	signUp: { points: 20, seconds: hour, why: 'new companies from one address: each costs a slow hash' },
	lookupByUser: {
		points: 600,
		seconds: minute,
		why: 'lookups of one person: one a file, and one for each address that is fixed by hand'
	},
	lookupByCompany: { points: 1200, seconds: minute, why: 'lookups of a company: several people at once' },
	applyByUser: {
		points: 120,
		seconds: minute,
		why: 'imports of one person: they take turns anyway, this bounds what is read and checked before their turn'
	},
	applyByCompany: { points: 240, seconds: minute, why: 'imports of a company: several people at once' },
	findByUser: {
		points: 300,
		seconds: minute,
		why: 'questions what became of an import, asked every second or so'
	},
	findByCompany: { points: 600, seconds: minute, why: 'the same of a company: several people at once' },
	changesByUser: {
		points: 600,
		seconds: minute,
		why: 'pieces of the changes of imports that one person looks at: at most five an import'
	},
	changesByCompany: { points: 1200, seconds: minute, why: 'the same of a company: several people at once' },
	previewUndoByUser: {
		points: 600,
		seconds: minute,
		why: 'pieces of undo previews of one person: the imports of one large file are a hundred'
	},
	previewUndoByCompany: {
		points: 1200,
		seconds: minute,
		why: 'the same of a company: several people at once'
	},
	undoByUser: {
		points: 120,
		seconds: minute,
		why: 'undos of one person, one after the other where a file came as several imports'
	},
	undoByCompany: { points: 240, seconds: minute, why: 'undos of a company: several people at once' },
	recordsByUser: {
		points: 600,
		seconds: minute,
		why: 'pages of imports and of the audit log, and single imports, that a person or a token asks for'
	},
	recordsByCompany: { points: 1200, seconds: minute, why: 'the same of a company: several at once' },
	tokenAddress: {
		points: 100,
		seconds: 15 * minute,
		why: 'calls with a wrong token from one address: an old one that is still tried every few seconds'
	},
	exportByToken: {
		points: 30,
		seconds: 10 * minute,
		why: 'exports with one token: people keep half of what their company may ask for'
	},
	exportByCompany: {
		points: 60,
		seconds: 10 * minute,
		why: 'exports of a company: each reads the whole list'
	}
} as const satisfies Record<string, RateLimit>;

export type LimitName = keyof typeof limits;
