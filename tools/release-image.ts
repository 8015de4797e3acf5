import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ClearpullError } from '../src/base/errors.ts';
import { signStatement } from '../src/cli/sign-envelope.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { buildRelease } from './release-image/build-release.ts';
import { originOf } from './release-image/clean-checkout.ts';
import { ReleaseError } from './release-image/release-error.ts';

/** clearpull's own image as an OCI layout, without a container engine (docs/release-image.md). */
const USAGE = `Usage: npm run release-image -- --out FOLDER [options]

  --out FOLDER        where the OCI layout goes; must not exist
  --revision REV      commit, branch or tag to build (default HEAD); what is not committed stays out
  --source URL        address of the source repository (default: that of the remote "origin")
  --builder-id URI    who builds, for the provenance (default urn:clearpull:builder:local)
  --sign-key FILE     private key (PEM) that signs the provenance
  --gzip-level N      1 to 9 (default 6)`;

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    revision: { type: 'string', default: 'HEAD' },
    source: { type: 'string', default: originOf(root) ?? '' },
    'builder-id': { type: 'string', default: 'urn:clearpull:builder:local' },
    'sign-key': { type: 'string' },
    'gzip-level': { type: 'string', default: '6' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
if (values.out === undefined) fail(USAGE);
if (values.source === '') fail('The remote "origin" has no address on the network: name one with --source.');
if (!/^[1-9]$/.test(values['gzip-level'])) fail('--gzip-level takes 1 to 9.');
const out = resolve(values.out);
if (existsSync(out)) fail(`${out} exists already: name another folder with --out.`);
const keyFile = values['sign-key'];
const key = keyFile === undefined ? undefined : readFileSync(keyFile, 'utf8');

try {
  const { image, name, provenance } = buildRelease({
    root,
    revision: values.revision,
    source: values.source,
    builder: values['builder-id'],
    gzipLevel: Number(values['gzip-level']),
  });
  const statement = key === undefined ? provenance : signStatement(provenance, key, keyFile ?? '');
  await writeOciLayout(out, [{ image, name }]);
  await writeFile(join(out, 'provenance.intoto.json'), `${JSON.stringify(statement)}\n`);
  process.stdout.write(`${image.manifest.digest}\n`);
} catch (error) {
  if (error instanceof ReleaseError || error instanceof ClearpullError) fail(error.message, 1);
  throw error;
}

function fail(message: string, code = 2): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
