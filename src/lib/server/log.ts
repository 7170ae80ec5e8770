import pino from 'pino';

/**
 * The server's log: one JSON line each, on standard output. Ids, codes, counts and durations only; never
 * rows, addresses, parameters or other people's data (spec 9). `LOG_LEVEL` sets how much.
 */
export const log = pino({ level: process.env.LOG_LEVEL ?? 'info', base: undefined });
