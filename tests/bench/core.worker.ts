// The worker in which Chromium runs the benchmark of the core; core-browser.ts starts it with --expose-gc.
import { type CoreFile, timeCore } from './core-times.ts';

declare const gc: () => void;

onmessage = ({ data }: MessageEvent<CoreFile>) => {
	// A promise that is rejected in a worker is no error to its page, unless it is reported as one.
	timeCore(data, gc).then((times) => postMessage(times), reportError);
};
