import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage } from '../../testkit/image.ts';
import { BUILT } from '../../testkit/provenance.ts';
import { startSigstore } from '../../testkit/sigstore.ts';
import type { Untampered } from './tampering-case.ts';

/** What all cases begin with; `remove` takes its folder away. */
export async function prepare(): Promise<Untampered & { remove(): Promise<void> }> {
  const cache = await mkdtemp(join(tmpdir(), 'clearpull-tampering-cache-'));
  return {
    image: buildImage(BUILT),
    sigstore: await startSigstore(),
    stranger: await startSigstore(),
    cache,
    remove: () => rm(cache, { recursive: true, force: true }),
  };
}
