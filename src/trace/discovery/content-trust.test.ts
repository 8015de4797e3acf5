import { describe, expect, it } from 'vitest';
import { buildImage } from '../../../testkit/image.ts';
import { BUILT } from '../../../testkit/provenance.ts';
import { traceInput } from '../../../testkit/traced-image.ts';
import { checkSignatures } from '../signature/check-signatures.ts';
import { trace } from '../trace.ts';
import { contentTrustClaims } from './content-trust.ts';

const built = buildImage(BUILT);
const input = traceInput(built);
const image = { ...input.image, repository: 'docker.io/acme/app', reference: 'docker.io/acme/app:1.4' };

function targets(hex: string, type = 'Targets'): Buffer {
  const hashes = { sha256: Buffer.from(hex, 'hex').toString('base64') };
  const signed = {
    _type: type,
    expires: '2027-01-02T03:04:05Z',
    targets: { '1.4': { hashes, length: 1 } },
    version: 3,
  };
  return Buffer.from(JSON.stringify({ signed, signatures: [{ keyid: 'a', method: 'ecdsa', sig: 'AA==' }] }));
}

async function link(bytes: Buffer, of: Partial<typeof image> = {}) {
  const asked: string[] = [];
  const subject = { ...image, ...of };
  const claims = await contentTrustClaims(subject, (repository) => {
    asked.push(repository);
    return Promise.resolve([{ name: 'targets.json', bytes }]);
  });
  const circumstances = { now: new Date(0) };
  const checked = await checkSignatures(claims, { roots: [], keys: [] }, circumstances);
  const { links } = trace({ ...input, image: subject, attested: { claims: checked, notes: [] } });
  return { asked, link: links.find(({ name }) => name === 'signature') };
}

describe('what Docker Content Trust says of a tag', () => {
  it('is told with its expiry, as something that was not checked', async () => {
    const found = await link(targets(built.manifest.digest.slice(7)));
    expect(found.asked).toEqual(['docker.io/acme/app']);
    expect(found.link?.status).toBe('claimed');
    expect(found.link?.evidence.join()).toMatch(
      /the tag "1\.4" in targets\.json: .*2027-01-02.* is not checked/,
    );
  });

  it('contradicts the image where it is another digest', async () => {
    expect((await link(targets('ab'.repeat(32)))).link?.status).toBe('contradicted');
  });

  it('is not lost where it cannot be read, and says nothing of other tags', async () => {
    for (const bad of [targets('ab'), targets('ab'.repeat(32), 'Root'), Buffer.from('{')]) {
      expect((await link(bad)).link?.status).toBe('contradicted');
    }
    expect((await link(targets('ab'.repeat(32)), { reference: 'docker.io/acme/app:2' })).link?.status).toBe(
      'missing',
    );
  });

  it('is asked only for what came from a registry', async () => {
    const { repository: _, ...archived } = image;
    const claims = await contentTrustClaims(archived, () => Promise.reject(new Error('asked')));
    expect(claims).toEqual([]);
  });

  it('is named where no signature is found, because nobody asked its server', async () => {
    const { links } = trace({ ...input, image, attested: { claims: [], notes: [] } });
    const signature = links.find(({ name }) => name === 'signature');
    expect(signature).toMatchObject({ status: 'missing' });
    expect(signature?.evidence.join()).toContain('Docker Content Trust');
  });
});
