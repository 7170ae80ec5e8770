import { fieldNames } from './fields.jsx';

/** A plain table of the first 50 rows, for importers that hand the rows over and show none themselves. */
export function FirstRows({ rows }) {
	return (
		<table id="rows" data-rows={rows.length}>
			<tbody>
				{rows.slice(0, 50).map((row, index) => (
					<tr key={index}>
						{fieldNames.map((field) => (
							<td key={field}>{row[field]}</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}
