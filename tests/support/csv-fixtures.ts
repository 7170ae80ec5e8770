const urls: Record<string, string> = import.meta.glob('../fixtures/csv/*.csv', {
	query: '?url',
	import: 'default',
	eager: true
});

/** A file of `tests/fixtures/csv`, as a person would choose it; for tests that run in a browser. */
export async function csvFixture(name: string): Promise<File> {
	const url = urls[`../fixtures/csv/${name}`];
	if (url === undefined) throw new Error(`There is no fixture ${name}.`);
	const response = await fetch(url);
	if (!response.ok) throw new Error(`The fixture ${name} answered ${response.status}.`);
	return new File([await response.arrayBuffer()], name, { type: 'text/csv' });
}

/** A file with this text. */
export function csvFile(text: string, name = 'customers.csv'): File {
	return new File([text], name, { type: 'text/csv' });
}
