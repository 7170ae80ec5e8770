import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter(),
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['none'],
				'script-src': ['self'],
				// No inline styles either: what is computed is set by script on the element's style, which is no
				// markup. The attribute with this hash is that of Kit's announcer of page changes.
				'style-src': ['self'],
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:'],
				'worker-src': ['self'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		},
		// hooks.server.ts checks Origin and Fetch Metadata on every unsafe method, JSON included, which
		// Kit's own check (forms only, one origin only) does not; two checks would only disagree.
		csrf: { trustedOrigins: ['*'] },
		typescript: {
			config: (config) => {
				config.include.push('../prisma/**/*.ts', '../tests/**/*.ts');
				// Other importers, with types of their own; only `npm run bench:peers` installs them.
				config.exclude.push('../tests/bench/peers/**');
				return config;
			}
		}
	}
};
