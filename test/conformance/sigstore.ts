/**
 * `npm run conformance -- CHECKOUT`: the bundles of sigstore's conformance suite
 * (github.com/sigstore/sigstore-conformance, test/assets/bundle-verify), which the user has checked out, through the code
 * that checks signatures for `clearpull trace`. The artifact stands for an image's manifest. Offline: the root of the
 * public instance is the one shipped. Exit code 1 when a case is not as the suite has it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { digestOf } from '../../src/base/digest.ts';
import { ClearpullError } from '../../src/base/errors.ts';
import { DEFAULT_LIMITS } from '../../src/base/limits.ts';
import { visible } from '../../src/base/visible.ts';
import { shippedRoot } from '../../src/cli/shipped-root.ts';
import { readClaim } from '../../src/trace/discovery/read-claim.ts';
import { checkSignatures, type Trust } from '../../src/trace/index.ts';
import { standingOf } from '../../src/trace/standing.ts';
import { buildImage } from '../../testkit/image.ts';
import { BUILT } from '../../testkit/provenance.ts';
import { traceInput } from '../../testkit/traced-image.ts';

const IDENTITY =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const ISSUER = 'https://token.actions.githubusercontent.com';
const { image } = traceInput(buildImage(BUILT));

const { positionals } = parseArgs({ allowPositionals: true });
const [checkout] = positionals;
const assets = join(checkout ?? '', 'test', 'assets', 'bundle-verify');
if (checkout === undefined || !existsSync(assets)) {
  console.error('Give the folder of a checkout of github.com/sigstore/sigstore-conformance.');
  process.exit(2);
}
const cases = readdirSync(assets, { withFileTypes: true }).filter((entry) => entry.isDirectory());
let wrong = 0;
for (const { name } of cases.sort((a, b) => (a.name < b.name ? -1 : 1))) {
  const wanted = !name.endsWith('_fail');
  const { verified, why } = await runCase(join(assets, name)).catch(refused);
  if (verified !== wanted) wrong++;
  const said = verified ? 'verified' : `refused: ${visible(why).slice(0, 160)}`;
  console.log(`${verified === wanted ? 'pass' : 'FAIL'}  ${name}: ${said}`);
}
console.log(`${cases.length} cases, ${cases.length - wrong} as the suite has them.`);
process.exitCode = wrong > 0 ? 1 : 0;

async function runCase(folder: string): Promise<{ readonly verified: boolean; readonly why: string }> {
  const artifact = readFileSync(
    existsSync(join(folder, 'artifact')) ? join(folder, 'artifact') : join(folder, '..', 'a.txt'),
  );
  const bytes = readFileSync(join(folder, 'bundle.sigstore.json'));
  const found = { where: 'the bundle', bytes, mediaType: 'application/json', annotations: {} };
  const claim = await readClaim(found, DEFAULT_LIMITS);
  const [checked = claim] = await checkSignatures([claim], await trustFor(folder), {
    now: new Date(),
    readManifest: () => Promise.resolve(artifact),
  });
  const standing = standingOf(checked, { ...image, digest: digestOf(artifact) });
  const { signature } = checked;
  const why = standing.void ?? (signature !== undefined && 'why' in signature ? signature.why : '');
  return { verified: standing.verified, why };
}

/** What cannot be used at all, such as a file of a key that holds none. */
function refused(error: unknown): { readonly verified: boolean; readonly why: string } {
  if (error instanceof ClearpullError) return { verified: false, why: error.message };
  throw error;
}

async function trustFor(folder: string): Promise<Trust> {
  const own = join(folder, 'trusted_root.json');
  const roots = existsSync(own)
    ? [{ name: 'trusted_root.json', json: JSON.parse(readFileSync(own, 'utf8')) as unknown }]
    : [await shippedRoot()];
  const key = join(folder, 'key.pub');
  if (existsSync(key)) return { roots, keys: [{ name: 'key.pub', pem: readFileSync(key, 'utf8') }] };
  const text = (name: string, preset: string): string =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim() : preset;
  const identity = { exact: text('identity', IDENTITY) };
  return { roots, keys: [], signers: [{ identity, issuer: text('issuer', ISSUER) }] };
}
