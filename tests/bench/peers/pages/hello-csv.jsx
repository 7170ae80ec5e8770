import HelloCSV from 'hello-csv/react';
import 'hello-csv/react/index.css';
import { fieldNames, invalidRows, labels, messages, patterns, statuses } from '../fields.jsx';
import { button, has } from '../find.jsx';

const validators = {
	email: [
		{ validate: 'required', error: messages.required },
		{ validate: 'unique', error: messages.unique },
		{ validate: 'regex_matches', regex: new RegExp(patterns.email), error: messages.email }
	],
	status: [{ validate: 'includes', values: statuses, error: messages.status }],
	creditLimit: [
		{
			validate: 'regex_matches',
			regex: new RegExp(`^$|${patterns.creditLimit}`),
			error: messages.creditLimit
		}
	]
};

const columns = fieldNames.map((id) => ({
	id,
	label: labels[id],
	type: 'string',
	validators: validators[id] ?? []
}));

export function Page() {
	return (
		<HelloCSV
			sheets={[{ id: 'customers', label: 'Customers', columns }]}
			maxFileSizeInBytes={2 ** 30}
			onComplete={async () => {}}
		/>
	);
}

// It proposes the mapping a little after the button is there, and drops what is confirmed before that.
function isMapped() {
	return document.querySelector('[role=combobox]')?.value.startsWith(labels.email) === true;
}

export const watched = {
	steps: [() => (isMapped() ? button('Confirm') : null)],
	isShown: () => has('button, [role=button], [role=tab]', `Invalid (${invalidRows})`)
};
