import { fieldNames } from '../../lib/customer/customer.ts';

/** Words on the command line that make no sense; the message says which to a person. */
export class UsageError extends Error {}

export const usage = `Usage: distribu import FILE [--map field="Header"]... [--keep-empty field]... [--leave-out-issues]
                       [--dry-run] [--yes] [--json]
       distribu import FILE... --offline [--existing FILE] [--plan-limit N] [--map ...] [--keep-empty ...]
                       [--leave-out-issues] [--json]
       distribu export > customers.csv
       distribu imports list [--json]
       distribu imports show ID [--json]
       distribu imports undo ID [--dry-run] [--yes] [--json]

DISTRIBU_URL is the address of the server, DISTRIBU_TOKEN a token of Settings > API; --offline needs neither.
Fields: ${fieldNames.join(', ')}. "--map field=" leaves a field out; "--keep-empty field" leaves what a
customer has where the cell is empty.
IMPORT_MAX_FILE_ROWS and IMPORT_MAX_FILE_BYTES in the environment are the limits of a file, IMPORT_MAX_ROWS and
IMPORT_MAX_BYTES those of one import, where the server has others than the defaults.
Exit status: 0 done or nothing to change, 1 refused, 2 wrong usage or unreadable file, 3 not confirmed,
4 token refused, 5 server failed, 6 not complete: run it again.`;
