import { unzipSync } from 'fflate';

/** Reads one part of a ZIP archive; undefined where there is none of that name. Names are compared without case. */
export type ReadPart = (name: string) => Uint8Array | undefined;

/** Parts that would unpack to more than may be unpacked; the archive's own figure, nothing was unpacked. */
export class UnpackedTooLarge extends Error {
	readonly bytes: number;

	constructor(bytes: number) {
		super('The parts of the archive are too large.');
		this.bytes = bytes;
	}
}

/**
 * Opens a ZIP archive. A part is unpacked into exactly as much memory as the archive says that it takes, and the
 * parts that are read may take so much in all: a small archive must not fill the memory.
 *
 * @throws UnpackedTooLarge when a part is read that would take more; other errors where the archive is damaged
 */
export function openZip(bytes: Uint8Array, maxBytes: number): ReadPart {
	let unpacked = 0;
	return (name) => {
		const wanted = partName(name);
		let found: string | undefined;
		const parts = unzipSync(bytes, {
			filter(part) {
				if (found !== undefined || partName(part.name) !== wanted) return false;
				unpacked += part.originalSize;
				if (unpacked > maxBytes) throw new UnpackedTooLarge(unpacked);
				found = part.name;
				return true;
			}
		});
		return found === undefined ? undefined : parts[found];
	};
}

function partName(name: string): string {
	return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}
