/** The file has so many rows that must be found wrong: the first one and the last one. */
export const invalidRows = 2;

/** The five fields of a customer, under the names that the file's header has. */
export const labels = {
	email: 'email',
	name: 'name',
	status: 'status',
	notes: 'notes',
	creditLimit: 'creditLimit'
};

export const fieldNames = Object.keys(labels);

export const statuses = ['ACTIVE', 'BLOCKED'];

export const patterns = {
	email: "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$",
	status: '^(ACTIVE|BLOCKED)$',
	creditLimit: '^\\d{1,10}(\\.\\d{1,2})?$'
};

export const messages = {
	required: 'There is no email.',
	unique: 'This email stands in another row too.',
	email: 'This is not an email address.',
	status: 'This is not a status.',
	creditLimit: 'This is not an amount.'
};
