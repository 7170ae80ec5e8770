import { CSVImporter } from 'csv-import-react';
import { useState } from 'react';
import { FirstRows } from '../FirstRows.jsx';
import { fieldNames, labels } from '../fields.jsx';
import { button } from '../find.jsx';

const template = {
	columns: fieldNames.map((key) => ({ key, name: labels[key], required: key === 'email' }))
};

export function Page() {
	const [rows, setRows] = useState([]);
	return (
		<>
			<CSVImporter
				isModal={false}
				template={template}
				skipHeaderRowSelection
				onComplete={(data) => setRows(data.rows.map(({ values }) => values))}
			/>
			{rows.length > 0 && <FirstRows rows={rows} />}
		</>
	);
}

export const watched = {
	steps: [() => button('Submit')],
	isShown: () => document.getElementById('rows') !== null
};
