/** The one function of the package that we use; it brings no types of its own. */
declare module 'fs-native-extensions' {
	/** Takes an exclusive lock on an open file; false when another open file has it. Ends with the process. */
	export function tryLock(fd: number): boolean;
}
