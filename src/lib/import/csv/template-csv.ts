import type { Customer } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { csvHeaderLine, csvLine } from './write-csv.ts';

/** The template that merchants download from `static/customers-template.csv`: the canonical columns and three customers (spec E4). */
export function templateCsv(): string {
	const full: Customer = {
		email: example('email'),
		name: example('name'),
		status: 'ACTIVE',
		notes: example('notes'),
		creditLimit: example('creditLimit')
	};
	const blocked: Customer = {
		email: 'kitchen@blue-plate.example',
		name: 'Blue Plate, Downtown',
		status: 'BLOCKED',
		notes: 'Account on hold',
		creditLimit: '0.00'
	};
	const onlyEmail: Customer = {
		email: 'hello@green-grocer.example',
		name: null,
		status: 'ACTIVE',
		notes: null,
		creditLimit: null
	};
	return csvHeaderLine() + [full, blocked, onlyEmail].map(csvLine).join('');
}

function example(field: 'email' | 'name' | 'notes' | 'creditLimit'): string {
	return fieldDefinition(field).example;
}
