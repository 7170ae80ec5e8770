import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// Prisma's CLI would download a native schema engine; schema-engine.mjs answers it from an npm package
// instead. An engine that the environment names wins.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(new URL('./schema-engine.mjs', import.meta.url));

// The CLI asks for no news of itself on the network.
process.env.CHECKPOINT_DISABLE ??= '1';

export default defineConfig({
	schema: 'schema.prisma',
	migrations: { path: 'migrations' },
	datasource: {
		url: process.env.DATABASE_URL ?? 'postgresql://nobody@127.0.0.1:5432/none'
	}
});
