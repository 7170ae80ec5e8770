/** `npm run demo-csv`: writes `static/customers-demo.csv` again, after the seed changed. A test tells when. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../run-tool.ts';
import { demoCsv } from '../seed/demo-csv.ts';

writeFileSync(join(projectFolder, 'static/customers-demo.csv'), demoCsv());
