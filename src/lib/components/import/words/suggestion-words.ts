import type { FieldName } from '../../../customer/customer.ts';
import { fieldDefinition } from '../../../customer/field-catalogue.ts';
import type { MappingSuggestion } from '../../../import/mapping.ts';

/** Why a column is suggested for a field (spec M6, M8), as it stands behind "Suggested:". */
export function suggestionReason({ field, why }: MappingSuggestion): string {
	switch (why.kind) {
		case 'near-name': {
			const { aliases, label } = fieldDefinition(field);
			return `almost “${why.alias === aliases[0] ? label : why.alias}”`;
		}
		case 'similar-name':
			return 'by its name';
		case 'values':
			// Rounded down: not all of them are "100 %".
			return `${Math.floor(why.share * 100)} % ${valueWords(field)}`;
		case 'joined':
			return 'first and last name';
	}
}

function valueWords(field: FieldName): string {
	return field === 'email' ? 'look like email addresses' : 'are status words';
}
