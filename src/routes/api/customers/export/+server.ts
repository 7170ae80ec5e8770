import { exportByToken } from '$lib/server/export/export-customers.ts';

export const GET = exportByToken;
