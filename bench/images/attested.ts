import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildImage, buildIndex } from '../../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../../testkit/provenance.ts';
import { IDENTITY, ISSUER, startSigstore } from '../../testkit/sigstore.ts';
import { writeOciLayout } from '../../testkit/store.ts';

const ATTESTATIONS = 10;

/**
 * An image with ten attestations, each signed with a certificate of its own and entered in a log.
 *
 * @returns its target, and the options of `trace` that say whose signatures count
 */
export async function makeAttestedImage(
  folder: string,
): Promise<{ readonly target: string; readonly trust: readonly string[] }> {
  const sigstore = await startSigstore();
  const image = buildImage(BUILT);
  const attestations: object[] = [];
  for (let i = 0; i < ATTESTATIONS; i++) {
    const statement = buildkitProvenance(image, {
      version: i % 2 === 0 ? '1' : '0.2',
      gitContext: i % 3 === 0,
    });
    attestations.push(await sigstore.signStatement(statement, { timestamp: 'own' }));
  }
  const layout = join(folder, 'attested');
  const root = join(folder, 'attested-root.json');
  await writeOciLayout(layout, [
    { name: 'app', image: buildIndex([{ image }], { attestations: () => attestations }) },
  ]);
  writeFileSync(root, JSON.stringify(sigstore.root));
  return {
    target: `oci:${layout}:app`,
    trust: ['--trust-root', root, '--identity', IDENTITY, '--issuer', ISSUER],
  };
}
