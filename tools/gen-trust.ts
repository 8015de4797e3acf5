/**
 * Writes trust/sigstore-public-good.json, the trust root of sigstore's public instance, out of the seeds of the
 * package @sigstore/tuf, which its maintainers sign and publish; or with `--check` only compares. To refresh it, take a
 * newer @sigstore/tuf, put the date of its release here, and run: `npm run trust`.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { writeOrCheck } from './generated.ts';

const VERSION = '5.0.1';
const RELEASED = '2026-11-05';
const MIRROR = 'https://tuf-repo-cdn.sigstore.dev';

interface Seeds {
  readonly [mirror: string]: { readonly targets: Readonly<Record<string, string>> };
}

const require = createRequire(import.meta.url);
const installed = require('@sigstore/tuf/package.json') as { readonly version: string };
if (installed.version !== VERSION) {
  throw new Error(
    `@sigstore/tuf is ${installed.version} and not ${VERSION}: put its date of release into gen-trust.ts`,
  );
}
const seeds = JSON.parse(await readFile(require.resolve('@sigstore/tuf/seeds.json'), 'utf8')) as Seeds;
const root = JSON.parse(
  Buffer.from(seeds[MIRROR]?.targets['trusted_root.json'] ?? '', 'base64').toString('utf8'),
);

writeOrCheck('npm run trust', {
  'trust/sigstore-public-good.json': `${JSON.stringify({ date: RELEASED, from: `@sigstore/tuf ${VERSION}, ${MIRROR}`, root }, undefined, 2)}\n`,
});
