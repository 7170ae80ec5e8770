import { CSVImporter } from '@importcsv/react';
import { fieldNames, invalidRows, labels, messages, patterns, statuses } from '../fields.jsx';
import { button, has } from '../find.jsx';

const ofField = {
	email: {
		type: 'email',
		validators: [
			{ type: 'required', message: messages.required },
			{ type: 'unique', message: messages.unique },
			{ type: 'regex', pattern: patterns.email, message: messages.email }
		]
	},
	status: { type: 'select', options: statuses },
	creditLimit: {
		validators: [{ type: 'regex', pattern: patterns.creditLimit, message: messages.creditLimit }]
	}
};

const columns = fieldNames.map((id) => ({ id, label: labels[id], type: 'string', ...ofField[id] }));

export function Page() {
	return <CSVImporter columns={columns} isModal={false} skipHeaderRowSelection onComplete={() => {}} />;
}

// It checks the first rows at once and the others piece by piece while they are on screen already: its count of rows
// with errors is whole when all are checked.
export const watched = {
	steps: [() => button('Continue')],
	isShown: () => has('h2', 'Validate Data') && has('button', `Error ${invalidRows}`)
};
