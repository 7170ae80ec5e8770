/**
 * Loaded before the application (`node --import`): ends it, the orderly way, when the start command that
 * started it is gone, however that went. Otherwise a killed start command would leave it on its port.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone must not keep the application alive.
process.channel?.unref();
