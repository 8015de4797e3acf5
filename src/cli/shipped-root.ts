import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseDocument } from '../source/parse-json.ts';
import type { TrustRoot } from '../trace/index.ts';

/** Beside `src` and `dist` alike. Written by `npm run trust`. */
const FILE = new URL('../../trust/sigstore-public-good.json', import.meta.url);

const shippedSchema = z.object({ date: z.iso.date(), from: z.string(), root: z.unknown() });

/** The root of sigstore's public instance as it was when this release was made. It ages: logs and keys are replaced. */
export async function shippedRoot(): Promise<TrustRoot> {
  const { date, root } = parseDocument(
    await readFile(FILE),
    shippedSchema,
    'the trust root shipped with clearpull',
  );
  return { name: `sigstore's public root of ${date}`, json: root };
}
