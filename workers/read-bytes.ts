/**
 * Reads a file into memory, piece by piece.
 *
 * @param onProgress called with the part read so far, 0 to 1, for each hundredth
 * @throws what the file system says, where the file was moved or changed since it was chosen
 */
export async function readBytes(
	file: Blob,
	onProgress: (part: number) => void
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(file.size);
	const reader = file.stream().getReader();
	let length = 0;
	let told = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return bytes.subarray(0, length);
		bytes.set(value, length);
		length += value.length;
		const hundredths = Math.floor((100 * length) / file.size);
		if (hundredths > told) onProgress(length / file.size);
		told = hundredths;
	}
}
