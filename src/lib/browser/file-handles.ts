// Parts of the File System Access standard that not every browser has, and TypeScript's library therefore lacks.
declare global {
	interface Window {
		showOpenFilePicker?: () => Promise<FileSystemFileHandle[]>;
	}
	interface DataTransferItem {
		getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
	}
	interface FileSystemFileHandle {
		requestPermission?: (access: { mode: 'read' }) => Promise<PermissionState>;
	}
}

/** A file from outside, with its handle where the browser gives one (spec W4). */
export interface IncomingFile {
	file: File;
	handle: FileSystemFileHandle | null;
}

/** Whether the browser has a file dialog that gives handles. */
export function canPickFiles(): boolean {
	return window.showOpenFilePicker !== undefined;
}

/** The file that the person chooses in the browser's dialog; null where none was chosen or it cannot be read. */
export async function pickFile(): Promise<IncomingFile | null> {
	try {
		const [handle] = (await window.showOpenFilePicker?.()) ?? [];
		return handle ? { file: await handle.getFile(), handle } : null;
	} catch {
		return null;
	}
}

/** The first file of a drop; null where nothing of it is a file. To be called while the drop is handled. */
export async function droppedFile({ files, items }: DataTransfer): Promise<IncomingFile | null> {
	const file = files[0];
	if (file === undefined) return null;
	const item = [...items].find(({ kind }) => kind === 'file');
	const handle = await item?.getAsFileSystemHandle?.().catch(() => null);
	return { file, handle: isFileHandle(handle) ? handle : null };
}

/** The file of a handle as it is now, after asking the person where the browser wants that; null where it is gone or may not be read. */
export async function readHandle(handle: FileSystemFileHandle): Promise<File | null> {
	try {
		if ((await handle.requestPermission?.({ mode: 'read' })) === 'denied') return null;
		return await handle.getFile();
	} catch {
		return null;
	}
}

function isFileHandle(handle: FileSystemHandle | null | undefined): handle is FileSystemFileHandle {
	return handle?.kind === 'file';
}
