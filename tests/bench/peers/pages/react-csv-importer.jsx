import { useState } from 'react';
import { Importer, ImporterField } from 'react-csv-importer';
import 'react-csv-importer/dist/index.css';
import { FirstRows } from '../FirstRows.jsx';
import { fieldNames, labels } from '../fields.jsx';
import { button } from '../find.jsx';

const received = [];

export function Page() {
	const [rows, setRows] = useState([]);
	return (
		<>
			<Importer
				dataHandler={(more) => {
					for (const row of more) received.push(row);
				}}
				onComplete={() => setRows(received)}
			>
				{fieldNames.map((field) => (
					<ImporterField key={field} name={field} label={labels[field]} optional={field !== 'email'} />
				))}
			</Importer>
			{rows.length > 0 && <FirstRows rows={rows} />}
		</>
	);
}

export const watched = {
	steps: [() => button('Choose columns'), () => button('Import')],
	isShown: () => document.getElementById('rows') !== null
};
