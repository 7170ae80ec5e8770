/** A file that the format page shows, and that imports without an issue. */
export interface FormatExample {
	title: string;
	explanation: string;
	csv: string;
}

/** From the least that a file needs to one that another system made (spec E4). */
export const formatExamples: readonly FormatExample[] = [
	{
		title: 'Only emails',
		explanation: 'Creates customers that are not there yet, and changes nothing about the others.',
		csv: 'email\norders@corner-deli.example\nkitchen@blue-plate.example\n'
	},
	{
		title: 'Emails and credit limits',
		explanation: 'Changes credit limits only. An empty cell removes the limit.',
		csv: 'email,creditLimit\norders@corner-deli.example,1500\nkitchen@blue-plate.example,250.50\nhello@green-grocer.example,\n'
	},
	{
		title: 'All columns',
		explanation: 'As the export writes them. A cell with a comma, a quote or a line break stands in quotes.',
		csv: 'email,name,status,notes,creditLimit\norders@corner-deli.example,Corner Deli,ACTIVE,"Rings twice, waits",1500.00\nkitchen@blue-plate.example,"The ""Blue"" Plate",BLOCKED,,0.00\n'
	},
	{
		title: 'From another system',
		explanation: 'Other names for the columns, semicolons, and columns that we leave out.',
		csv: 'Contact E-Mail;Company Name;Phone;State;Credit Line\norders@corner-deli.example;Corner Deli;555 0100;enabled;1500\nkitchen@blue-plate.example;Blue Plate;555 0101;suspended;\n'
	}
];
