import { exportCustomers } from '$lib/server/export/export-customers.ts';

export const GET = exportCustomers;
