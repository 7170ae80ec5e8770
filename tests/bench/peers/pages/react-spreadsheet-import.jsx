import { ReactSpreadsheetImport } from 'react-spreadsheet-import';
import { fieldNames, labels, messages, patterns } from '../fields.jsx';
import { button, has } from '../find.jsx';

function validations(field) {
	const regex = patterns[field];
	return [
		...(field === 'email'
			? [
					{ rule: 'required', errorMessage: messages.required },
					{ rule: 'unique', errorMessage: messages.unique }
				]
			: []),
		...(regex && field === 'email' ? [{ rule: 'regex', value: regex, errorMessage: messages[field] }] : []),
		...(regex && field !== 'email'
			? [{ rule: 'regex', value: `^$|${regex}`, errorMessage: messages[field] }]
			: [])
	];
}

const fields = fieldNames.map((key) => ({
	key,
	label: labels[key],
	fieldType: { type: 'input' },
	validations: validations(key)
}));

export function Page() {
	return <ReactSpreadsheetImport isOpen onClose={() => {}} onSubmit={() => {}} fields={fields} />;
}

// It matches the columns a little after the button is there, and asks about what is confirmed before that.
function isMatched() {
	return [...document.querySelectorAll('div')].some(
		(one) => one.childElementCount === 0 && one.textContent === labels.email
	);
}

export const watched = {
	steps: [
		() => (has('h2', 'Select header row') ? button('Next') : null),
		() => (has('h2', 'Match Columns') && isMatched() ? button('Next') : null)
	],
	isShown: () => has('h2', 'Validate data') && document.querySelector('.rdg-cell-error') !== null
};
