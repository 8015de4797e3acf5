import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as App from '../src/app/index.ts';
import type * as Detect from '../src/detect/index.ts';

/**
 * A check without a cache, with all rules or with none. Run as `node bench/check-with-rules.ts LAYOUT WORKERS all|none`.
 * No user can ask for none, so they are taken out of the list before anything reads it. It is the built code that runs,
 * as in the command.
 */
const [layout = '', workers = '2', rules = 'all'] = process.argv.slice(2);
const built = (path: string): string => new URL(`../dist/${path}`, import.meta.url).href;
const { DETECTORS } = (await import(built('detect/index.js'))) as typeof Detect;
if (rules === 'none') (DETECTORS as unknown[]).length = 0;
const { checkTarget, DEFAULT_LIMITS, DEFAULT_POLICY } = (await import(built('app/index.js'))) as typeof App;
const none = await mkdtemp(join(tmpdir(), 'clearpull-bench-'));
await checkTarget(`oci:${layout}`, {
  policy: DEFAULT_POLICY,
  limits: DEFAULT_LIMITS,
  registry: { insecure: false, timeout: 1000, dockerConfigFolder: none },
  workers: Number(workers),
  ...(rules === 'none' && { rules: { sources: [], rules: [] } }),
});
rmSync(none, { recursive: true });
